// What blocks a heat and whose turn it is; samples recomputed; QR codes against libqrencode's.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Progress, ProgressEntry, ProgressSheet } from "../src/api/staff";
import { desk as en } from "../src/i18n/en/desk";
import { desk as zh } from "../src/i18n/zh/desk";
import { count, heatStep, owed, stageStep, tallyStates } from "../src/lib/desk";
import { qr } from "../src/lib/qr";
import type { LedgerRecord } from "../src/lib/record";
import { inOrder, keyOf, opens } from "../src/lib/sample";

const sheets = (states: string): ProgressSheet[] =>
	[...states].map((s, i) => ({
		expert: `J-${i + 1}`,
		state: ({ ".": "missing", x: "in", a: "amended", r: "recused" } as const)[s as "."]!,
		version: s === "." ? 0 : 1,
		signed: s === "a",
		seq: null,
	}));
const entry = (id: string, phase: string, states: string): ProgressEntry => ({
	entry: id,
	title: id,
	phase,
	expected: states.length,
	in: states.replaceAll(".", "").length,
	ok: true,
	sheets: sheets(states),
});
const heat = (entries: ProgressEntry[], more: Partial<Progress> = {}): Progress => ({
	stage: "s",
	heat: "h",
	locked: false,
	signed: false,
	supervised: true,
	quorum: 1,
	sheets: 0,
	experts: [{ id: "J-1" }, { id: "J-2" }, { id: "J-3" }],
	entries,
	missing: entries.reduce((n, e) => n + e.expected - e.in, 0),
	...more,
});

describe("whose turn it is", () => {
	it("goes from the floor to the experts, the chair and the supervisor", () => {
		expect(heatStep(heat([entry("a", "locked", "xxx"), entry("b", "waiting", "...")]))).toMatchObject({ name: "floor", n: 1 });
		expect(heatStep(heat([entry("a", "locked", "xx."), entry("b", "absent", "xxx")]))).toMatchObject({ name: "sheets", n: 1, who: "expert" });
		expect(heatStep(heat([entry("a", "", "xxx")]))).toMatchObject({ name: "lock", who: "chair" });
		expect(heatStep(heat([entry("a", "locked", "xxx")], { locked: true }))).toMatchObject({ name: "sign", who: "supervisor" });
		expect(heatStep(heat([entry("a", "locked", "xxx")], { locked: true, supervised: false })).name).toBe("done");
		expect(heatStep(heat([])).name).toBe("nobody");
	});
	it("of a stage waits for its heats", () => {
		const open = heat([entry("a", "locked", "xxx")]);
		expect(stageStep("judging", [open, { ...open, locked: true, signed: true }])).toMatchObject({ name: "heats", n: 1 });
		expect(stageStep("judging", [{ ...open, locked: true, signed: true }, null]).name).toBe("close");
		expect(stageStep("awaiting-deliberation", []).name).toBe("tie");
		expect(stageStep("published", [open]).name).toBe("done");
	});
	it("counts sheets, and misses none of an entry that was not on stage", () => {
		const day = heat([entry("a", "locked", "xa."), entry("b", "marking", "..r"), entry("c", "waiting", "...")]);
		expect(count(day)).toEqual({ in: 3, expected: 9 });
		expect(tallyStates(day)).toEqual({ in: 1, amended: 1, recused: 1, missing: 3, signed: 1 });
		expect(owed(day).map((o) => [o.expert, o.entries.map((e) => e.entry)])).toEqual([
			["J-1", ["b"]],
			["J-2", ["b"]],
			["J-3", ["a"]],
		]);
	});
});

describe("a sample", () => {
	const sha = (text: string): string => createHash("sha256").update(text).digest("hex");
	it("is in the order of its keys", async () => {
		const seed = "今日天晴";
		expect(await keyOf(seed, 17)).toBe(sha(`${sha(seed)}:17`));
		const seqs = [3, 9, 14, 22, 31].sort((a, b) => (sha(`${sha(seed)}:${a}`) < sha(`${sha(seed)}:${b}`) ? -1 : 1));
		expect(await inOrder(seed, seqs)).toBe(true);
		expect(await inOrder(seed, [...seqs].reverse())).toBe(false);
	});
	it("opens what its record commits to, and nothing else", async () => {
		const content = '{"entry":"E-1"}';
		const record = { commit: sha(`aa.${content}`) } as LedgerRecord;
		expect(await opens(record, "aa", content)).toBe(true);
		expect(await opens(record, "ab", content)).toBe(false);
	});
});

// Made with libqrencode 4.1.1 (QRcode_encodeString8bit, level M): rows of 0 and 1 joined by LF, their SHA-256.
describe("a QR code", () => {
	it.each([
		["A", 4, 21, "177b3a1897a152aee17ab1ee4b667913c6bb873e6ba357debfc5ba243dabff0e"],
		["https://host/enter#abc", 2, 25, "0b31dddaa0f36d068086bbd5a25311dc778c73c0d68eabca054c8d833e9d5af8"],
		["https://contest.example.gov.cn/enter#" + "x".repeat(44), 0, 37, "69d12aeb18247082fb0065667cc8011bd7926dcad74594668dfc444d2d8a4e29"],
		["擂台 https://a.b/enter#Zz_-09".repeat(2), 3, 33, "d6d4484985b941aaee6f72a20010026f7821675415ca7c1bc3a4c7d5617c3d82"],
		["y".repeat(150), 1, 49, "230adb2b282df71c405a01a24dc833c1eab6b49b30c774cf62628459aa935412"],
		["w".repeat(600), 4, 93, "e6d0c9f7eb21c73a0f5483a63189c2452bd9d0db84a9b4f354ca2cee402d7ecd"],
	])("%# is that of libqrencode under the same mask", (text, mask, size, hash) => {
		const rows = qr(text, mask).map((row) => row.map((dark) => (dark ? "1" : "0")).join(""));
		expect(rows.length).toBe(size);
		expect(createHash("sha256").update(rows.join("\n")).digest("hex")).toBe(hash);
		expect(qr(text).length).toBe(size);
	});
	it("refuses what does not fit", () => {
		expect(() => qr("w".repeat(700))).toThrow(RangeError);
	});
});

it("the words of both languages name the same things", () => {
	const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
	const walk = (a: unknown, b: unknown, path: string): void => {
		if (typeof a === "string") expect(places(b as string), path).toEqual(places(a));
		else for (const key of Object.keys(a as object)) walk((a as any)[key], (b as any)[key], `${path}.${key}`);
	};
	walk(zh, en, "desk");
	expect(Object.keys(en.wrong)).toEqual(Object.keys(zh.wrong));
});
