import { describe, expect, it } from "vitest";
import type { EntryStage } from "../src/api/client";
import { concluded, left, nextMoment } from "../src/lib/countdown";
import { answer, clip, shorten, tall } from "../src/lib/figures";
import { changed, counted, extremes, heat, niceStep, spreads } from "../src/lib/marks";
import { en } from "../src/i18n/en";
import { zh } from "../src/i18n/zh";

describe("countdown", () => {
	const now = Date.parse("2021-01-10T00:00:00Z");
	const stage = (id: string, state: string, starts?: string, ends?: string) => ({ id, state, starts, ends });
	it("waits for the nearest moment that is still to come", () => {
		const stages = [
			stage("a", "published", "2021-02-01T00:00:00Z"),
			stage("b", "judging", "2021-01-09T00:00:00Z", "2021-01-12T00:00:00Z"),
			stage("c", "upcoming", "2021-01-11T08:00:00+08:00"),
		];
		expect(nextMoment(stages, now)).toMatchObject({ stage: { id: "c" }, what: "starts" });
		expect(nextMoment(stages, Date.parse("2021-01-11T12:00:00Z"))).toMatchObject({ stage: { id: "b" }, what: "ends" });
		expect(nextMoment(stages, Date.parse("2022-01-01T00:00:00Z"))).toBeNull();
		expect(nextMoment([stage("x", "upcoming", "soon")], now)).toBeNull();
	});
	it("is concluded when every stage is published, and never without stages", () => {
		expect(concluded([stage("a", "published")])).toBe(true);
		expect(concluded([stage("a", "published"), stage("b", "closed")])).toBe(false);
		expect(concluded([])).toBe(false);
	});
	it("splits what is left", () => {
		expect(left(((26 * 60 + 3) * 60 + 4) * 1000)).toEqual({ days: 1, hours: 2, minutes: 3, seconds: 4 });
		expect(left(-5)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
		expect(left(1).seconds).toBe(1);
	});
});

describe("figures", () => {
	const bars = (...counts: number[]) => counts.map((count, i) => ({ id: String(i), name: `n${i}`, count }));
	it("says the answer that the numbers give", () => {
		expect(answer(bars(10))?.key).toBe("only");
		expect(answer(bars(69, 31))).toEqual({ key: "most", words: { top: "n0", p: "69%" } });
		expect(answer(bars(40, 30, 30))?.key).toBe("one");
		expect(answer(bars(29, 28, 22, 21))?.key).toBe("two");
		expect(answer(bars(10, 9, 9, 9, 9, 9, 9, 9))?.key).toBe("even");
		expect(answer(bars(20, 20, 20, 20, 20))?.key).toBe("one");
		expect(answer([])).toBeNull();
	});
	it("clips labels to two lines and says when rows must be tall", () => {
		expect(tall(["短", "short"])).toBe(false);
		expect(tall(["一二三四五六七八九十一二三"])).toBe(true);
		expect(clip("short")).toBe("short");
		expect(clip("x".repeat(100))).toMatch(/^x{43}…$/);
		expect(clip("字".repeat(60))).toBe("字".repeat(21) + "…");
	});
	it("sums the rest into one bar, never for a single one", () => {
		expect(shorten(bars(5, 4, 3, 2, 1), 2, (n) => `${n} others`).map((b) => [b.name, b.count])).toEqual([
			["n0", 5],
			["n1", 4],
			["3 others", 6],
		]);
		expect(shorten(bars(5, 4, 3), 2, String)).toHaveLength(3);
	});
});

describe("marks", () => {
	const stage = {
		criteria: [{ id: "a" }, { id: "b" }, { id: "late", by: "official" }],
		sheets: [
			{ recused: false, marks: [80, 90, null], adjusted: [82, 90, null] },
			{ recused: true, marks: [null, null, null] },
			{ recused: false, marks: [85, 90, 30] },
		],
	} as unknown as EntryStage;
	it("counts the adjusted mark and leaves out recusals and officials", () => {
		expect(spreads(stage).map((s) => [s.id, s.values])).toEqual([
			["a", [82, 85]],
			["b", [90, 90]],
		]);
		expect(changed(stage.sheets[0]!, 0)).toBe(true);
		expect(changed(stage.sheets[0]!, 1)).toBe(false);
		expect(counted(stage.sheets[1]!, 0)).toBeNull();
	});
	it("steps an axis by round numbers", () => {
		expect([niceStep(0.7), niceStep(1), niceStep(1.2), niceStep(3), niceStep(6), niceStep(0.03), niceStep(0)]).toEqual([
			1, 1, 2, 5, 10, 0.05, 0.001,
		]);
	});
	it("shades within the column and names the extremes", () => {
		const [a, b] = spreads(stage);
		expect([heat(82, a), heat(85, a), heat(90, b), heat(null, a)]).toEqual([0, 1, 0, 0]);
		expect(extremes(spreads(stage))).toMatchObject({ most: { id: "a" }, least: { id: "b" } });
		expect(extremes([])).toBeNull();
	});
});

describe("words", () => {
	const leaves = (tree: object, path = ""): [string, string][] =>
		Object.entries(tree).flatMap(([k, v]) =>
			typeof v === "string" ? [[`${path}${k}`, v] as [string, string]] : leaves(v as object, `${path}${k}.`),
		);
	it("stand in both languages with the same places to fill", () => {
		const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();
		const other = new Map(leaves(en));
		for (const [key, text] of leaves(zh)) {
			expect(other.has(key), key).toBe(true);
			if (!key.startsWith("site.")) expect(holes(other.get(key)!), key).toEqual(holes(text));
			expect(text.length * other.get(key)!.length > 0 || key === "board.awaiting.published", key).toBe(true);
		}
		expect(other.size).toBe(leaves(zh).length);
	});
	it("hold no character that the message format takes for its own", () => {
		for (const [key, text] of [...leaves(zh), ...leaves(en)]) expect(text, key).not.toMatch(/[@|]/);
	});
});
