// What blocks a heat and whose turn it is; samples recomputed.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Progress, ProgressEntry, ProgressSheet } from "../src/api/staff";
import { desk as en } from "../src/i18n/en/desk";
import { desk as zh } from "../src/i18n/zh/desk";
import { count, heatStep, owed, stageStep, tallyStates } from "../src/lib/desk";
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

it("the words of both languages name the same things", () => {
	const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
	const walk = (a: unknown, b: unknown, path: string): void => {
		if (typeof a === "string") expect(places(b as string), path).toEqual(places(a));
		else for (const key of Object.keys(a as object)) walk((a as any)[key], (b as any)[key], `${path}.${key}`);
	};
	walk(zh, en, "desk");
	expect(Object.keys(en.wrong)).toEqual(Object.keys(zh.wrong));
});
