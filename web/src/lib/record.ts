// The record that an act left in the ledger: looked for among those that came since, by type and by who acted.
import { getLedger, getProof, type Seal } from "../api/client";
import { hex, leafHash } from "./ledger";

export interface LedgerRecord {
	seq: number;
	ts: string;
	type: string;
	actor: string;
	req: string;
	body?: Record<string, unknown>;
	commit?: string;
	prev: string;
	line: string;
}

export function readRecord(line: string): LedgerRecord | null {
	try {
		return { ...(JSON.parse(line) as Omit<LedgerRecord, "line">), line };
	} catch {
		return null;
	}
}

export async function getRecords(
	contest: string,
	from: number,
	limit: number,
	signal?: AbortSignal,
): Promise<LedgerRecord[]> {
	const text = await getLedger(contest, from, limit, signal);
	return text
		.split("\n")
		.filter(Boolean)
		.flatMap((line) => readRecord(line) ?? []);
}

export const ledgerSize = async (contest: string): Promise<number> => (await getProof(contest)(null)).data?.size ?? 0;

const PIECE = 2000;
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

// Null when it does not show up within a few seconds: the act stands all the same.
export async function findRecord(
	contest: string,
	from: number,
	type: string,
	actor: string,
): Promise<Seal | null> {
	for (let attempt = 0; attempt < 4; attempt++) {
		if (attempt > 0) await wait(300 * attempt);
		let found: LedgerRecord | undefined;
		for (let at = from; ; at += PIECE) {
			const records = await getRecords(contest, at, PIECE);
			found = records.filter((r) => r.type === type && r.actor === actor).at(-1) ?? found;
			if (records.length < PIECE) break;
		}
		if (found) return { seq: found.seq, leaf: hex(await leafHash(found.line)), ts: found.ts };
	}
	return null;
}
