// The text that a device signs, byte for byte, with its signature: tests/cases/sheet-signature.json, as the server has it.
import { readFileSync } from "node:fs";
import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import { openDevice, sheetText, sign } from "../src/lib/device";
import { openKeep } from "../src/lib/keep";
import { blank, type Item } from "../src/lib/queue";

interface Vector {
	seed: string;
	key: string;
	sheets: {
		contest: string;
		stage: string;
		heat: string;
		entry: string;
		expert: string;
		draft: string;
		base: number;
		recused: boolean;
		marks: Record<string, string | null>;
		text: string;
		signature: string;
	}[];
}
const vector = JSON.parse(
	readFileSync(new URL("../../tests/cases/sheet-signature.json", import.meta.url), "utf8"),
) as Vector;
const itemOf = (s: Vector["sheets"][number]): Item =>
	({
		...{ kind: "sheet", contest: s.contest, stage: s.stage, heat: s.heat, subject: s.entry, id: s.draft },
		content: { ...blank(), marks: s.marks, recused: s.recused },
	}) as Item;

describe("a sheet's signature", () => {
	it.each(vector.sheets)("of $draft is the same everywhere", async (s) => {
		expect(sheetText(itemOf(s), s.expert, s.base)).toBe(s.text);
		const der = Buffer.from(`302e020100300506032b657004220420${vector.seed}`, "hex");
		const secret = await crypto.subtle.importKey("pkcs8", der, { name: "Ed25519" }, false, ["sign"]);
		expect(await sign({ key: vector.key, secret }, s.text)).toEqual({ key: vector.key, signature: s.signature });
	});
	it("holds no mark of a recused sheet", () => {
		const s = { ...vector.sheets[0]!, recused: true };
		expect(sheetText(itemOf(s), s.expert, 0)).toContain('"marks":{},"recused":true');
	});
});

describe("a device", () => {
	it("makes one key, keeps it, and will not show it", async () => {
		const db = await openKeep(new IDBFactory(), "t");
		const first = (await openDevice(db, "cup/x1"))!;
		const again = (await openDevice(db, "cup/x1"))!;
		const other = (await openDevice(db, "cup/x2"))!;
		expect(again.key).toBe(first.key);
		expect(other.key).not.toBe(first.key);
		expect(Buffer.from(first.key, "base64")).toHaveLength(32);
		expect(first.secret.extractable).toBe(false);
		await expect(crypto.subtle.exportKey("pkcs8", first.secret)).rejects.toThrow();
	});
	it("without anything to keep a key in there is none", async () => {
		expect(await openDevice(null, "cup/x1")).toBeNull();
	});
});
