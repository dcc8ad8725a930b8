// A small ledger for the mock: canonical lines, hash chain, Merkle tree, signed checkpoint, inclusion proofs.
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";

const sha = (...parts) => parts.reduce((h, p) => h.update(p), createHash("sha256")).digest();
const leafOf = (line) => sha(Buffer.from([0]), line);
const nodeOf = (l, r) => sha(Buffer.from([1]), l, r);

export function canonical(value) {
	if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
	if (value && typeof value === "object")
		return `{${Object.keys(value)
			.sort()
			.filter((k) => value[k] !== undefined)
			.map((k) => `${JSON.stringify(k)}:${canonical(value[k])}`)
			.join(",")}}`;
	return JSON.stringify(value);
}

function rootOf(leaves) {
	if (leaves.length === 0) return sha("");
	if (leaves.length === 1) return leaves[0];
	let k = 1;
	while (k * 2 < leaves.length) k *= 2;
	return nodeOf(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

function pathOf(index, leaves) {
	if (leaves.length === 1) return [];
	let k = 1;
	while (k * 2 < leaves.length) k *= 2;
	return index < k
		? [...pathOf(index, leaves.slice(0, k)), rootOf(leaves.slice(k))]
		: [...pathOf(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

// A fixed seed: the mock's key is no secret and its pages look the same each time.
function keyFrom(seed) {
	const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), sha(seed)]);
	const secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
	const raw = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
	return { secret, raw };
}

export class Ledger {
	constructor(origin, contest, start) {
		Object.assign(this, { origin, contest, at: Date.parse(start), lines: [], leaves: [], prev: "0".repeat(64) });
		const { secret, raw } = keyFrom("mock " + origin);
		this.secret = secret;
		this.keyId = sha(origin, "\n", Buffer.from([1]), raw).subarray(0, 4);
		this.fingerprint = sha(raw).toString("hex");
		this.publicKey = `${origin}+${this.keyId.toString("hex")}+${Buffer.concat([Buffer.from([1]), raw]).toString("base64")}`;
		this.add("ledger.open", "system", { origin, key: this.publicKey });
	}

	add(type, actor, body, step = 700) {
		this.at += step;
		const ts = new Date(this.at).toISOString();
		const sealed = ["sheet.submit", "tie.deliberate"].includes(type);
		const record = {
			v: 1,
			seq: this.lines.length,
			ts,
			type,
			contest: this.contest,
			actor,
			req: `mock-${this.lines.length}`,
			prev: this.prev,
		};
		if (sealed) record.commit = sha("salt.", canonical(body)).toString("hex");
		else record.body = body;
		const line = canonical(record);
		this.prev = sha(line).toString("hex");
		this.lines.push(line);
		this.leaves.push(leafOf(line));
		return { seq: record.seq, leaf: this.leaves.at(-1).toString("hex"), ts };
	}

	checkpoint() {
		const root = rootOf(this.leaves).toString("base64");
		const text = `${this.origin}\n${this.lines.length}\n${root}\n`;
		const signature = Buffer.concat([this.keyId, sign(null, Buffer.from(text), this.secret)]).toString("base64");
		return { root, note: `${text}\n— ${this.origin} ${signature}\n` };
	}

	inclusion(seq) {
		const path = pathOf(seq, this.leaves)
			.map((h) => h.toString("base64") + "\n")
			.join("");
		return `c2sp.org/tlog-proof@v1\nindex ${seq}\n${path}\n${this.checkpoint().note}`;
	}
}
