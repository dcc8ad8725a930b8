// What the titles of the plots say, which rows they show, and the files that are taken along.
import { describe, expect, it } from "vitest";
import type { Judging, JudgingCut, JudgingEntry, JudgingExpert, JudgingGroup } from "../src/api/staff";
import {
	aroundLine,
	cells,
	chance,
	comparisons,
	cutAnswer,
	cutRows,
	drawable,
	driftAnswer,
	drifting,
	entriesCsv,
	expertsCsv,
	expertsOf,
	hollow,
	nearLine,
	plain,
	points,
	residualAnswer,
	severities,
	severityAnswer,
	signed,
} from "../src/lib/judging";

const expert = (id: string, severity: number | null, more: Partial<JudgingExpert> = {}): JudgingExpert => ({
	expert: id,
	sheets: 10,
	recused: 0,
	mean: 7,
	sd: 1,
	spread: 1,
	same: 0.2,
	linked: 0,
	linked_residual: null,
	severity,
	se: 0.2,
	among: 0.1,
	scatter: 1,
	scatter_z: 0,
	drift: [],
	...more,
});
const drift = (session: number, shift: number, z: number) => ({
	session,
	sheets: 5,
	severity: shift,
	se: 0.1,
	shift,
	shift_se: 0.2,
	z,
	alarm: Math.abs(z) > 2.58,
});
const entry = (id: string, stands: number | null, p: number | null, more: Partial<JudgingEntry> = {}): JudgingEntry => ({
	entry: id,
	title: `Title ${id}`,
	sheets: 2,
	raw: 5,
	official: 6,
	group: 0,
	adjusted: stands,
	se: 0.3,
	stands,
	among: 0.2,
	chance: p,
	marks: [[0, 5, -0.5, -1]],
	...more,
});
const group = (chi2_z: number, experts = ["A", "B"]): JudgingGroup => ({
	entries: 3,
	experts,
	severity: { separation: 1, strata: 1, reliability: 0.5, chi2: 9, chi2_z, freedom: 1, noise: 1, spread: 1, complete: true },
});
const judging = (more: Partial<Judging> = {}): Judging => ({
	stage: "s",
	title: { en: "S" },
	state: "judging",
	utc_offset: 480,
	decimals: 2,
	low_wins: false,
	sheets: 6,
	groups: [group(5)],
	sessions: [],
	experts: [expert("A", 1.31), expert("B", -1.31)],
	entry_count: 3,
	on_scale: true,
	corrected: false,
	entries: [],
	cuts: [],
	uncut: [],
	open: 0,
	further: [],
	unusual: [],
	...more,
});

describe("figures", () => {
	it("are short where they are large, and never minus nought", () => {
		expect([points(3.14), points(-0.126), points(12.3)]).toEqual(["3.1", "0.13", "12.3"]);
		expect([signed(1.25, 1), signed(-0.04, 1), signed(-2), signed(null)]).toEqual(["+1.3", "0.0", "−2.00", "–"]);
		expect([plain(-1.5, 1), plain(undefined)]).toEqual(["−1.5", "–"]);
		expect([chance(0.999), chance(0.001), chance(0.456), chance(null)]).toEqual(["> 99%", "< 1%", "46%", "–"]);
	});
});

describe("the strictest expert", () => {
	it("is named, or the mildest, when experts differ by more than chance", () => {
		const strict = [expert("A", -0.5), expert("B", 3.14), expert("C", null)];
		expect(severities(strict).map((x) => x.expert)).toEqual(["B", "A"]);
		expect(severityAnswer(group(5), strict)).toEqual({ key: "stricter", words: { who: "B", d: "3.1" } });
		expect(severityAnswer(group(5), [expert("A", -2), expert("B", 1)])).toEqual({ key: "milder", words: { who: "A", d: "2.0" } });
	});
	it("is nobody where it may be chance, and unknown without a model", () => {
		expect(severityAnswer(group(1), [expert("A", 2), expert("B", -2)])).toEqual({ key: "level", words: { n: 2 } });
		expect(severityAnswer({ entries: 1, experts: ["A"] }, [expert("A", null)])).toBeNull();
	});
	it("stands in a group", () => {
		const j = judging({ groups: [group(5, ["B"]), group(5, ["A"])] });
		expect(expertsOf(j, j.groups[0]).map((x) => x.expert)).toEqual(["B"]);
		expect(expertsOf(j, undefined)).toEqual([]);
	});
});

describe("drift", () => {
	const where = (i: number): string => `session ${i}`;
	it("names the largest alarm", () => {
		const list = [
			expert("A", 0, { drift: [drift(0, -0.2, -0.5), drift(1, 0.2, 0.5)] }),
			expert("B", 0, { drift: [drift(0, 1.5, 3), drift(1, -1.8, -4), drift(2, 0.1, 0.2)] }),
			expert("C", 0),
		];
		expect(drifting(list).map((x) => x.expert)).toEqual(["B", "A"]);
		expect(driftAnswer(list, where)).toEqual({ key: "milder", words: { who: "B", d: "1.8", where: "session 1" } });
		expect(comparisons(list)).toBe(4);
	});
	it("says that nobody changed, or that there is nothing to compare", () => {
		const calm = [expert("A", 0, { drift: [drift(0, -0.2, -0.5), drift(1, 0.2, 0.5)] })];
		expect(driftAnswer(calm, where)).toEqual({ key: "steady", words: { n: 1 } });
		expect(driftAnswer([expert("A", 0)], where)).toBeNull();
	});
});

describe("a cut", () => {
	const ids = Array.from({ length: 40 }, (_, i) => `E${i}`);
	const cut: JudgingCut = { title: { en: "All" }, group: 0, places: 20, inside: 20, contenders: 60, at: 50, first: 10, entries: ids };
	const j = judging({ entries: ids.map((id, i) => entry(id, 90 - i, i === 9 || i === 24 ? 0.5 : i < 10 ? 1 : 0)) });
	it("numbers places from the whole order and knows who is inside", () => {
		const rows = cutRows(j, cut);
		expect([rows[0]!.place, rows[9]!.inside, rows[10]!.inside]).toEqual([11, true, false]);
		expect(cutAnswer(rows, cut)).toEqual({ key: "open", words: { n: 2 } });
		expect(cutAnswer(rows, { ...cut, at: null })).toEqual({ key: "all", words: {} });
		expect(cutAnswer(rows.slice(0, 5), cut)).toEqual({ key: "sure", words: {} });
	});
	it("shows eight on either side and everybody whose place is open", () => {
		const near = nearLine(cutRows(j, cut), cut);
		expect([near[0]!.place, near.at(-1)!.place]).toEqual([13, 35]);
		const open = judging({ entries: ids.map((id, i) => entry(id, 90 - i, 0.5)) });
		expect(nearLine(cutRows(open, { ...cut, inside: 25 }), { ...cut, inside: 25 }).map((r) => r.place)).toEqual(
			Array.from({ length: 35 }, (_, i) => 11 + i),
		);
	});
	it("draws no more of a large stage than a plot can bear", () => {
		const many = Array.from({ length: 1000 }, (_, i) => `L${i}`);
		const large: JudgingCut = { ...cut, places: 300, inside: 300, contenders: 1000, first: 0, entries: many };
		const rows = cutRows(judging({ entries: many.map((id, i) => entry(id, 1000 - i, 0)) }), large);
		const drawn = aroundLine(rows, large);
		expect([drawn.length, drawn[0]!.place, drawn.at(-1)!.place, drawable(large)]).toEqual([120, 241, 360, 120]);
		expect(aroundLine(rows, { ...large, inside: 2 })[0]!.place).toBe(1);
		expect(aroundLine(rows, { ...large, inside: 999 }).at(-1)!.place).toBe(1000);
		expect([aroundLine(cutRows(j, cut), { ...cut, contenders: 50 }).length, drawable(cut)]).toEqual([40, 60]);
	});
	it("leaves the raw mean open on the scale of the scores", () => {
		expect(hollow(j, entry("x", 1, 1))).toBe(6);
		expect(hollow(j, entry("x", 1, 1, { official: null }))).toBe(5);
		expect(hollow(judging({ on_scale: false }), entry("x", 1, 1))).toBe(5);
		expect(hollow(judging({ corrected: true }), entry("x", 1, 1))).toBe(5);
	});
});

describe("surprises", () => {
	it("names the farthest sheet of the group", () => {
		const far = [
			{ entry: "E1", expert: "Z", total: 1, expected: 9, z: -9 },
			{ entry: "E2", expert: "B", total: 9, expected: 5.5, z: 4 },
		];
		const j = judging({ unusual: far });
		expect(residualAnswer(j, j.experts)).toEqual({ key: "more", words: { who: "B", entry: "E2", d: "3.5" } });
		expect(residualAnswer(judging(), j.experts)).toEqual({ key: "usual", words: {} });
		expect(cells(entry("x", 1, 1)).get(0)).toEqual({ total: 5, left: -0.5, z: -1 });
	});
});

describe("files", () => {
	it("have a row an expert, with their sessions", () => {
		const j = judging({
			sessions: [{ heat: "h1", title: { en: "H" } }, { heat: "h2", title: { en: "H" } }],
			experts: [expert("A", 1, { drift: [drift(1, 0.5, 3)] }), expert("B", null)],
		});
		const lines = expertsCsv(j).split("\r\n");
		expect(lines[0]).toMatch(/^\ufeffexpert,class,group,.*,linked_residual,shift 1 h1,z 1,shift 2 h2,z 2$/);
		expect(lines[1]).toMatch(/^A,,1,10,.*,,,0.5,3$/);
		expect(lines).toHaveLength(4);
	});
	it("have a row an entry, and no formulas", () => {
		const j = judging({ entries: [entry("E1", 5, 0.5, { title: '=1+"2"', heat: "h1" })] });
		expect(entriesCsv(j).split("\r\n")[1]).toBe(`E1,"'=1+""2""",h1,1,2,5,6,5,0.3,5,0.2,0.5`);
	});
});
