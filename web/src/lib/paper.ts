// The code on a protocol: https://<host>/c/<contest>/proof#record=<seq>&leaf=<hex> (docs/protocol.md).
import { hex, leafHash } from "./ledger";

export interface PaperCode {
	record: number;
	leaf: string;
}

export function paperCode(hash: string): PaperCode | null {
	const found = /^#record=(0|[1-9]\d{0,14})&leaf=([0-9a-f]{64})$/.exec(hash);
	return found ? { record: Number(found[1]), leaf: found[2]! } : null;
}

export interface PaperVerdict {
	verdict: "good" | "bad" | "missing";
	leaf: string;
	ts: string;
}

// `text` is what the ledger gives for that one record.
export async function judgePaper(code: PaperCode, text: string): Promise<PaperVerdict> {
	const line = text.split("\n")[0] ?? "";
	let record: { seq?: unknown; ts?: unknown };
	try {
		record = JSON.parse(line);
	} catch {
		return { verdict: "missing", leaf: "", ts: "" };
	}
	if (record.seq !== code.record) return { verdict: "missing", leaf: "", ts: "" };
	const leaf = hex(await leafHash(line));
	return { verdict: leaf === code.leaf ? "good" : "bad", leaf, ts: String(record.ts ?? "") };
}
