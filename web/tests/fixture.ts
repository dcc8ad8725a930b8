// A small ledger made in the test: its own chain, tree, key and proofs, from the formats' text and Node's crypto.
import { createHash, generateKeyPairSync, sign } from "node:crypto";

const sha = (...parts: (string | Uint8Array)[]): Buffer =>
	parts.reduce((h, p) => h.update(p), createHash("sha256")).digest();

export const rootOf = (leaves: Buffer[]): Buffer => {
	if (leaves.length === 0) return sha("");
	if (leaves.length === 1) return leaves[0]!;
	let k = 1;
	while (k * 2 < leaves.length) k *= 2;
	return sha(Buffer.from([1]), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
};
export const pathOf = (index: number, leaves: Buffer[]): Buffer[] => {
	if (leaves.length <= 1) return [];
	let k = 1;
	while (k * 2 < leaves.length) k *= 2;
	return index < k
		? [...pathOf(index, leaves.slice(0, k)), rootOf(leaves.slice(k))]
		: [...pathOf(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
};

export function ledger(count: number) {
	const lines: string[] = [];
	let prev = "0".repeat(64);
	for (let seq = 0; seq < count; seq++) {
		const line = JSON.stringify({
			actor: "cli",
			body: { n: seq },
			prev,
			seq,
			ts: new Date(1.6e12 + seq * 10).toISOString(),
			type: "entry.accept",
			v: 1,
		});
		lines.push(line);
		prev = sha(line).toString("hex");
	}
	const leaves = lines.map((l) => sha(Buffer.from([0]), l));
	const origin = "host.example/c";
	const { publicKey, privateKey } = generateKeyPairSync("ed25519");
	const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
	const keyId = sha(origin, "\n", Buffer.from([1]), raw).subarray(0, 4);
	const text = `${origin}\n${count}\n${rootOf(leaves).toString("base64")}\n`;
	const signature = Buffer.concat([keyId, sign(null, Buffer.from(text), privateKey)]).toString("base64");
	return {
		lines,
		leaves,
		note: `${text}\n— ${origin} ${signature}\n`,
		key: `${origin}+${keyId.toString("hex")}+${Buffer.concat([Buffer.from([1]), raw]).toString("base64")}`,
		proof: (index: number) =>
			`c2sp.org/tlog-proof@v1\nindex ${index}\n${pathOf(index, leaves)
				.map((h) => h.toString("base64") + "\n")
				.join("")}\n${text}\n— ${origin} ${signature}\n`,
	};
}
