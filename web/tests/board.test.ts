import { describe, expect, it } from "vitest";
import type { BoardRow, Deliberation, StageBoard } from "../src/api/client";
import { csv, lines, matches, ties } from "../src/lib/board";

const row = (entry: string, score: number | null, more: Partial<BoardRow> = {}): BoardRow => ({
	entry,
	title: `Entry ${entry}`,
	team: "Team",
	rank: 1,
	score,
	fate: "out",
	...more,
});
const tied = (entry: string, score: number, more: Partial<BoardRow> = {}) => row(entry, score, { tied: true, ...more });
const deliberation = (entries: string[]): Deliberation => ({
	entries,
	outcome: entries,
	places: 1,
	rule: "majority",
	votes: [],
	reason: "",
	seal: { seq: 1, leaf: "" },
});

describe("ties", () => {
	it("groups neighbours of one score, and keeps two ties side by side apart", () => {
		const rows = [row("a", 9), tied("b", 8), tied("c", 8), tied("d", 7), tied("e", 7), tied("f", 7), row("g", 1)];
		expect(ties(rows).map((t) => [t.from, t.to])).toEqual([
			[1, 2],
			[3, 5],
		]);
	});
	it("parts scores that look alike by the exact fraction", () => {
		const rows = [
			tied("a", 8.33, { exact: "250000/3" }),
			tied("b", 8.33, { exact: "250000/3" }),
			tied("c", 8.33, { exact: "83300/1" }),
			tied("d", 8.33, { exact: "83300/1" }),
		];
		expect(ties(rows).map((t) => [t.from, t.to])).toEqual([
			[0, 1],
			[2, 3],
		]);
	});
	it("never ties entries without a score, nor one alone", () => {
		expect(ties([row("a", null, { tied: true }), row("b", null, { tied: true })])).toEqual([]);
		expect(ties([tied("a", 5), row("b", 4)])).toEqual([]);
	});
	it("finds the deliberation that settled it", () => {
		const d = deliberation(["b", "c"]);
		expect(ties([tied("b", 8), tied("c", 8)], [deliberation(["x", "y"]), d])[0]?.deliberation).toBe(d);
	});
});

describe("lines", () => {
	const rows = [row("a", 9), tied("b", 8), tied("c", 8), row("d", 7)];
	const kinds = (cut: number | undefined, shown?: (r: BoardRow) => boolean) =>
		lines(rows, cut, [deliberation(["b", "c"])], shown).map((l) => (l.kind === "row" ? l.row.entry : l.kind));

	it("draws the cut through a tie and the deliberation after it", () => {
		expect(kinds(2)).toEqual(["a", "b", "cut", "c", "deliberation", "d"]);
		const cut = lines(rows, 2, [])[2];
		expect(cut).toEqual({ kind: "cut", tied: true });
		expect(lines(rows, 1, [])[1]).toEqual({ kind: "cut", tied: false });
	});
	it("draws no line without a cut, and one at the end when all are above", () => {
		expect(kinds(undefined)).not.toContain("cut");
		expect(kinds(0)).not.toContain("cut");
		expect(kinds(4).at(-1)).toBe("cut");
		expect(lines([], 3, [])).toEqual([]);
	});
	it("keeps the line in its place among the rows a search leaves", () => {
		expect(kinds(2, (r) => r.entry === "a" || r.entry === "d")).toEqual(["a", "cut", "d"]);
		expect(kinds(2, (r) => r.entry === "c")).toEqual(["cut", "c", "deliberation"]);
	});
	it("marks where a bracket starts and ends", () => {
		const at = lines(rows, 2, []).flatMap((l) => (l.kind === "row" ? [l.tie?.at] : []));
		expect(at).toEqual([undefined, "start", "end", undefined]);
	});
});

describe("search and spreadsheet", () => {
	it("wants every word, in any case", () => {
		expect(matches(row("E01", 1, { title: "Steel Cloud" }), "cloud e01")).toBe(true);
		expect(matches(row("E01", 1, { title: "Steel Cloud" }), "cloud e02")).toBe(false);
	});
	it("quotes, disarms formulas and keeps the decimals", () => {
		const board = {
			decimals: 2,
			lists: [
				{
					id: "all",
					title: { zh: "全部" },
					rows: [
						row("e1", 88.5, { title: '=HYPERLINK("x")', team: "A, B", rank: 1, fate: "advance" }),
						row("e2", null, { rank: 0 }),
					],
				},
			],
		} as unknown as StageBoard;
		const text = csv(board, "en");
		expect(text.startsWith("\ufefflist,rank,entry")).toBe(true);
		const [, first, second] = text.trimEnd().split("\r\n");
		expect(first).toBe(`全部,1,e1,"'=HYPERLINK(""x"")","A, B",88.50,,advance,,,`);
		expect(second).toBe("全部,,e2,Entry e2,Team,,,out,,,");
	});

	it("has the raw mean beside the score where the rules say so", () => {
		const rows = [row("e1", 8.5, { raw_mean: 8.3333 }), row("e2", null, { rank: 0, raw_mean: null })];
		const lists = [{ id: "all", title: { en: "All" }, rows }];
		const board = { decimals: 2, beside: "raw-mean", lists } as unknown as StageBoard;
		const [head, first, second] = csv(board, "en").trimEnd().split("\r\n");
		expect(head).toContain(",score,raw mean,exact,");
		expect(first).toBe("All,1,e1,Entry e1,Team,8.50,8.3333,,out,,,");
		expect(second).toBe("All,,e2,Entry e2,Team,,,,out,,,");
	});
});
