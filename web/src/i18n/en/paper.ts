import type { paper as zh } from "../zh/paper";

// Checking a protocol on paper: record and leaf hash that its code brings along.
export const paper: { readonly [K in keyof typeof zh]: string } = {
	title: "Your paper",
	asking: "Reading record #{n}…",
	good: "Record #{n} on the paper is the ledger's.",
	goodText:
		"It was written at {time}. Through the hash chain it fixes every record before it, every sheet on the paper among them; their numbers and hashes are checked the same way.",
	bad: "Record #{n} on the paper is not the ledger's.",
	badText: "The leaf hash of that record in the ledger is {leaf}. Keep the paper, and tell the supervisor or the notary.",
	missing: "The ledger has no record #{n}.",
	missingText: "The paper may be of another contest or another server. Compare the ledger's origin at its foot.",
	offline: "Record #{n} could not be read; try again with a network.",
};
