// The ledger checked in the reader's own browser: the hash chain, the Merkle root (RFC 6962), the signed note (C2SP)
// and inclusion proofs (c2sp.org/tlog-proof@v1). It recomputes hashes; recomputing results is `leitai verify`'s part.
import { sha256 } from "./sha256";

const utf8 = new TextEncoder();

export const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes));
}

export const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((v, i) => v === b[i]);

const subtle = (): SubtleCrypto | undefined => globalThis.crypto?.subtle;

export async function digest(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
	const crypto = subtle();
	return crypto ? new Uint8Array(await crypto.digest("SHA-256", data)) : sha256(data);
}

function concat(...parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
	const out = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
	let at = 0;
	for (const p of parts) {
		out.set(p, at);
		at += p.length;
	}
	return out;
}

export const leafHash = (line: string): Promise<Uint8Array> => digest(concat([0], utf8.encode(line)));
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array> => digest(concat([1], left, right));

// The tree's root from its leaves, fed one by one: a stack of complete subtrees, as many as the size has one bits.
export class Tree {
	size = 0;
	private stack: { height: number; hash: Uint8Array }[] = [];

	async add(leaf: Uint8Array): Promise<void> {
		let node = { height: 0, hash: leaf };
		while (this.stack.at(-1)?.height === node.height) {
			const left = this.stack.pop()!;
			node = { height: node.height + 1, hash: await nodeHash(left.hash, node.hash) };
		}
		this.stack.push(node);
		this.size++;
	}

	async root(): Promise<Uint8Array> {
		if (this.stack.length === 0) return digest(new Uint8Array());
		let hash = this.stack.at(-1)!.hash;
		for (let i = this.stack.length - 2; i >= 0; i--) hash = await nodeHash(this.stack[i]!.hash, hash);
		return hash;
	}
}

export interface Note {
	text: string; // what is signed, with its last LF
	origin: string;
	size: number;
	root: Uint8Array;
	signatures: { name: string; keyId: Uint8Array; signature: Uint8Array<ArrayBuffer> }[];
}

// A checkpoint: origin, size, root, blank line, signature lines. Null when it is not of that form.
export function readNote(note: string): Note | null {
	const split = note.indexOf("\n\n");
	if (split < 0) return null;
	const text = note.slice(0, split + 1);
	const [origin, size, root] = text.split("\n");
	if (!origin || !size || !root || !/^(0|[1-9]\d*)$/.test(size)) return null;
	try {
		const signatures = note
			.slice(split + 2)
			.split("\n")
			.filter(Boolean)
			.flatMap((line) => {
				const found = /^— (\S+) (\S+)$/.exec(line);
				if (!found) return [];
				const bytes = fromBase64(found[2]!);
				return [{ name: found[1]!, keyId: bytes.slice(0, 4), signature: bytes.slice(4) }];
			});
		const hash = fromBase64(root);
		return hash.length === 32 ? { text, origin, size: Number(size), root: hash, signatures } : null;
	} catch {
		return null;
	}
}

export interface Key {
	name: string;
	keyId: string;
	raw: Uint8Array<ArrayBuffer>; // 32 bytes
}

// `name+keyid+base64(0x01 ‖ key)`, the verifier key of signed notes.
export function readKey(text: string): Key | null {
	const found = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
	if (!found) return null;
	try {
		const bytes = fromBase64(found[3]!);
		if (bytes.length !== 33 || bytes[0] !== 1) return null;
		return { name: found[1]!, keyId: found[2]!, raw: bytes.slice(1) };
	} catch {
		return null;
	}
}

export type Verdict = "good" | "bad" | "unsupported";

export async function checkSignature(note: Note, key: Key): Promise<Verdict> {
	const id = (await digest(concat(utf8.encode(key.name + "\n"), [1], key.raw))).slice(0, 4);
	if (hex(id) !== key.keyId) return "bad";
	const line = note.signatures.find((s) => s.name === key.name && equal(s.keyId, id));
	if (!line) return "bad";
	const crypto = subtle();
	if (!crypto) return "unsupported";
	try {
		const imported = await crypto.importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
		const good = await crypto.verify({ name: "Ed25519" }, imported, line.signature, utf8.encode(note.text));
		return good ? "good" : "bad";
	} catch {
		return "unsupported";
	}
}

export interface Fault {
	seq: number;
	what: "json" | "seq" | "prev" | "time";
}

// Follows the chain line by line; keeps the first fault and goes on with the leaves.
export class Chain {
	count = 0;
	fault: Fault | null = null;
	readonly tree = new Tree();
	rootAt: Uint8Array | null = null;
	private prev = "0".repeat(64);
	private ts = "";

	// `size`: where the checkpoint stands; the root is taken there.
	constructor(private readonly size: number) {}

	async feed(batch: readonly string[]): Promise<void> {
		const hashes = await Promise.all(batch.map((line) => digest(utf8.encode(line))));
		const leaves = await Promise.all(batch.map(leafHash));
		for (let i = 0; i < batch.length; i++) {
			this.look(batch[i]!);
			this.prev = hex(hashes[i]!);
			this.count++;
			if (this.count <= this.size) await this.tree.add(leaves[i]!);
		}
		if (this.count >= this.size) this.rootAt ??= await this.tree.root();
	}

	private look(line: string): void {
		const bad = (what: Fault["what"]): void => void (this.fault ??= { seq: this.count, what });
		let record: { seq?: unknown; prev?: unknown; ts?: unknown };
		try {
			record = JSON.parse(line) as typeof record;
		} catch {
			return bad("json");
		}
		if (record.seq !== this.count) bad("seq");
		if (record.prev !== this.prev) bad("prev");
		if (typeof record.ts !== "string" || record.ts < this.ts) bad("time");
		else this.ts = record.ts;
	}
}

export interface Inclusion {
	index: number;
	path: Uint8Array[];
	checkpoint: string;
}

export function readInclusion(text: string): Inclusion | null {
	const split = text.indexOf("\n\n");
	if (split < 0) return null;
	const [head, ...rest] = text.slice(0, split).split("\n");
	if (head !== "c2sp.org/tlog-proof@v1") return null;
	if (rest[0]?.startsWith("extra ")) rest.shift();
	const index = /^index (0|[1-9]\d*)$/.exec(rest.shift() ?? "");
	if (!index) return null;
	try {
		return { index: Number(index[1]), path: rest.map(fromBase64), checkpoint: text.slice(split + 2) };
	} catch {
		return null;
	}
}

// RFC 9162 §2.1.3.2: walks from the leaf to the root; null when the path does not fit the size.
export async function rootFrom(
	leaf: Uint8Array,
	index: number,
	size: number,
	path: readonly Uint8Array[],
): Promise<Uint8Array | null> {
	if (index >= size) return null;
	let [fn, sn, hash] = [index, size - 1, leaf];
	for (const step of path) {
		if (sn === 0) return null;
		if (fn % 2 === 1 || fn === sn) {
			hash = await nodeHash(step, hash);
			while (fn % 2 === 0 && fn !== 0) {
				fn /= 2;
				sn = Math.floor(sn / 2);
			}
		} else {
			hash = await nodeHash(hash, step);
		}
		fn = Math.floor(fn / 2);
		sn = Math.floor(sn / 2);
	}
	return sn === 0 ? hash : null;
}
