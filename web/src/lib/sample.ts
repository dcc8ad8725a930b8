// The selection of a sample, done again in the reader's browser, and the opening of what its records commit to
// (docs/ledger.md, Samples).
import { digest, hex } from "./ledger";
import type { LedgerRecord } from "./record";

const utf8 = new TextEncoder();
const sha = async (text: string): Promise<string> => hex(await digest(utf8.encode(text)));

// The key by which sheets are put in order; the n smallest are the sample.
export async function keyOf(seed: string, seq: number): Promise<string> {
	return sha(`${await sha(seed)}:${seq}`);
}

export async function inOrder(seed: string, seqs: readonly number[]): Promise<boolean> {
	const keys = await Promise.all(seqs.map((seq) => keyOf(seed, seq)));
	return keys.every((key, i) => i === 0 || keys[i - 1]! < key);
}

export async function opens(record: LedgerRecord, salt: string, content: string): Promise<boolean> {
	return record.commit === (await sha(`${salt}.${content}`));
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

// What anybody types who has the ledger: the sheets' records by their keys.
export function commands(seed: string, n: number): string[] {
	return [
		`S=$(printf %s ${quoted(seed)} | sha256sum | cut -c1-64)`,
		`sed -n 's/.*"seq":\\([0-9]*\\),.*"type":"sheet\\.[a-z]*".*/\\1/p' ledger.jsonl > sheets.txt`,
		`while read i; do echo "$(printf %s "$S:$i" | sha256sum | cut -c1-64) $i"; done < sheets.txt | sort | head -n ${n}`,
	];
}
