import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
	Chain,
	checkSignature,
	equal,
	hex,
	leafHash,
	readInclusion,
	readKey,
	readNote,
	rootFrom,
	Tree,
} from "../src/lib/ledger";
import { sha256 } from "../src/lib/sha256";
import { ledger, rootOf } from "./fixture";

describe("sha256 without WebCrypto", () => {
	it("agrees with Node's for every length round a block and for long input", () => {
		for (const n of [...Array(200).keys(), 1000, 65537]) {
			const data = new Uint8Array(randomBytes(n));
			expect(hex(sha256(data)), `length ${n}`).toBe(createHash("sha256").update(data).digest("hex"));
		}
	});
});

describe("tree", () => {
	it("gives the classic roots of RFC 6962", async () => {
		const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
		const tree = new Tree();
		expect(hex(await tree.root())).toMatch(/^e3b0c442.*b855$/);
		const roots: string[] = [];
		for (const input of inputs) {
			await tree.add(
				createHash("sha256")
					.update(Buffer.concat([Buffer.from([0]), Buffer.from(input, "hex")]))
					.digest(),
			);
			roots.push(hex(await tree.root()));
		}
		expect(roots[0]).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
		expect(roots[1]).toMatch(/^fac54203.*c125$/);
		expect(roots[2]).toMatch(/^aeb6bcfe.*6e77$/);
		expect(roots[4]).toMatch(/^4e3bbb1f.*64d4$/);
		expect(roots[7]).toBe("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
	});
});

async function follow(lines: string[], size: number, batch: number): Promise<Chain> {
	const chain = new Chain(size);
	for (let i = 0; i < lines.length; i += batch) await chain.feed(lines.slice(i, i + batch));
	return chain;
}

describe("chain", () => {
	it("finds a whole ledger good, in batches of any size", async () => {
		const made = ledger(53);
		const note = readNote(made.note)!;
		expect(note.size).toBe(53);
		for (const batch of [1, 7, 53, 100]) {
			const chain = await follow(made.lines, 53, batch);
			expect(chain.fault).toBeNull();
			expect(equal(chain.rootAt!, note.root)).toBe(true);
		}
	});
	it("takes the root where the checkpoint stands, though the ledger has grown", async () => {
		const made = ledger(20);
		const chain = await follow(made.lines, 13, 20);
		expect(hex(chain.rootAt!)).toBe(rootOf(made.leaves.slice(0, 13)).toString("hex"));
	});
	it("names the record that was changed, deleted, swapped or doubled", async () => {
		const { lines, note } = ledger(30);
		const root = readNote(note)!.root;
		const at = async (changed: string[]) => {
			const chain = await follow(changed, 30, 8);
			const same = chain.rootAt !== null && equal(chain.rootAt, root);
			return { fault: chain.fault, same };
		};
		// A changed body keeps its number; the next record's `prev` gives it away.
		const edited = lines.map((l, i) => (i === 10 ? l.replace('"n":10', '"n":11') : l));
		expect(await at(edited)).toEqual({ fault: { seq: 11, what: "prev" }, same: false });
		expect((await at(lines.filter((_, i) => i !== 10))).fault).toEqual({ seq: 10, what: "seq" });
		const swapped = [...lines];
		[swapped[4], swapped[5]] = [lines[5]!, lines[4]!];
		expect((await at(swapped)).fault?.seq).toBe(4);
		expect((await at([...lines.slice(0, 6), lines[5]!, ...lines.slice(6)])).fault?.seq).toBe(6);
		expect((await at(lines.map((l, i) => (i === 3 ? l.slice(1) : l)))).fault).toEqual({ seq: 3, what: "json" });
		// The last record has no successor: only the root tells.
		const tail = lines.map((l, i) => (i === 29 ? l.replace('"n":29', '"n":92') : l));
		expect(await at(tail)).toEqual({ fault: null, same: false });
	});
});

describe("signed note", () => {
	it("accepts the key's signature and no other", async () => {
		const made = ledger(5);
		const note = readNote(made.note)!;
		const key = readKey(made.key)!;
		expect(await checkSignature(note, key)).toBe("good");
		expect(await checkSignature(readNote(made.note.replace("\n5\n", "\n6\n"))!, key)).toBe("bad");
		expect(await checkSignature(note, readKey(ledger(5).key)!)).toBe("bad");
		expect(await checkSignature(note, { ...key, keyId: "00000000" })).toBe("bad");
	});
	it("refuses what is not a checkpoint or a key", () => {
		for (const bad of ["", "a\nb\n", "host\n05\nAAAA\n\n", "host\n5\n!!!\n\n", "host\n5\nAAAA\n\n"])
			expect(readNote(bad)).toBeNull();
		for (const bad of ["", "name", "name+zz+AAAA", "name+00000000+AAAA"]) expect(readKey(bad)).toBeNull();
	});
});

describe("inclusion", () => {
	it("leads every leaf of trees of 1 … 33 to the root, and no other leaf", async () => {
		for (const size of [1, 2, 3, 5, 8, 13, 32, 33]) {
			const made = ledger(size);
			for (let i = 0; i < size; i++) {
				const proof = readInclusion(made.proof(i))!;
				const note = readNote(proof.checkpoint)!;
				expect(proof.index).toBe(i);
				const root = await rootFrom(await leafHash(made.lines[i]!), i, size, proof.path);
				expect(equal(root!, note.root)).toBe(true);
				if (size > 1) {
					const other = await rootFrom(await leafHash(made.lines[(i + 1) % size]!), i, size, proof.path);
					expect(other && equal(other, note.root)).toBe(false);
				}
			}
		}
	});
	it("refuses a path too long, too short, or beyond the size", async () => {
		const made = ledger(8);
		const { path } = readInclusion(made.proof(3))!;
		const leaf = await leafHash(made.lines[3]!);
		expect(await rootFrom(leaf, 3, 8, [...path, path[0]!])).toBeNull();
		expect(await rootFrom(leaf, 3, 8, path.slice(1))).toBeNull();
		expect(await rootFrom(leaf, 8, 8, path)).toBeNull();
		expect(readInclusion("c2sp.org/tlog-proof@v2\nindex 1\n\nx")).toBeNull();
	});
});
