import { describe, expect, it } from "vitest";
import type { ScreenList } from "../src/api/floor";
import { listOf, pageOf, pages, scoreText, slots } from "../src/lib/runboard";

const row = (entry: string, rank: number, score = "88.50") => ({ entry, rank, title: entry, score });
const list = (over: Partial<ScreenList> = {}): ScreenList => ({
	list: "h",
	title: { en: "H" },
	places: 2,
	shown: [],
	hidden: 0,
	...over,
});
const face = (all: ReturnType<typeof slots>): string =>
	all
		.map((s) => (s.kind === "row" ? s.row.entry + (s.tie ? s.tie[0] : "") : s.kind === "cut" ? (s.tied ? "≈" : "=") : s.kind === "more" ? `+${s.count}` : "_"))
		.join(" ");

describe("a running board", () => {
	it("leaves blank places at the end while scores are shown one by one", () => {
		expect(face(slots(list({ shown: [row("b", 2), row("a", 1), row("c", 3)], hidden: 2 }), false))).toBe("a b = c _ _");
	});
	it("fills the page that was begun with blank places, and says how many more", () => {
		const shown = [row("a", 1), row("b", 2), row("c", 3)];
		expect(face(slots(list({ shown, hidden: 9 }), false, 5))).toBe("a b = c _ +8");
		expect(face(slots(list({ shown, hidden: 2 }), false, 5))).toBe("a b = c _ _");
		expect(face(slots(list({ shown, hidden: 9 }), false, 3))).toBe("a b = c");
		expect(face(slots(list({ places: 3, hidden: 30 }), false, 5))).toBe("_ _ _ = _ +26");
		expect(face(slots(list({ shown, hidden: 30 }), false, 2))).toBe("a b = c +30");
	});
	it("leaves the places above blank when it is shown from the last place up, with their numbers", () => {
		const all = slots(list({ shown: [row("e", 5), row("d", 4)], hidden: 3 }), true);
		expect(face(all)).toBe("_ _ = _ d e");
		expect(all.flatMap((s) => (s.kind === "blank" ? [s.rank] : []))).toEqual([1, 2, 3]);
	});
	it("brackets ties, and breaks the line that runs through one", () => {
		expect(face(slots(list({ shown: [row("a", 1), row("b", 2), row("c", 2), row("d", 2), row("e", 5)] }), false))).toBe(
			"a bs ≈ cm de e",
		);
		expect(face(slots(list({ shown: [row("a", 1), row("b", 1), row("c", 3)] }), false))).toBe("as be = c");
	});
	it("draws no line without places, nor before there are so many", () => {
		expect(face(slots(list({ places: 0, shown: [row("a", 1)] }), false))).toBe("a");
		expect(face(slots(list({ places: 3, shown: [row("a", 1)] }), false))).toBe("a");
		expect(face(slots(list({ places: 1, shown: [row("a", 1)] }), false))).toBe("a =");
	});
	it("turns over in pages that lose no row", () => {
		const shown = Array.from({ length: 7 }, (_, i) => row(`e${i + 1}`, i + 1));
		const paged = pages(slots(list({ shown, places: 3 }), false), 3);
		expect(paged.map(face)).toEqual(["e1 e2 e3 =", "e4 e5 e6", "e7"]);
		expect(pageOf(paged, "e7")).toBe(2);
		expect(pageOf(paged, "nobody")).toBe(0);
	});
	it("is the list that holds the heat's entries", () => {
		const lists = [list({ list: "x" }), list({ list: "y", shown: [row("q", 1)] })];
		expect(listOf(lists, "x", ["q"])?.list).toBe("y");
		expect(listOf(lists, "x", ["z"])?.list).toBe("x");
		expect(listOf([], "x", [])).toBeUndefined();
	});
});

it("writes scores with the stage's decimals, as they were sent", () => {
	expect(scoreText("88.5", 2)).toBe("88.50");
	expect(scoreText("88", 0)).toBe("88");
	expect(scoreText(-1.25, 2)).toBe("−1.25");
	expect(scoreText("100.125", 2)).toBe("100.125");
});
