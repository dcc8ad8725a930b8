import { describe, expect, it } from "vitest";
import type { Conflict, Evidence, Interest } from "../src/api/conflicts";
import { asksBack, bulk, countInterests, csvRow, groups, matches, onlyHints } from "../src/lib/conflicts";

const said = (ground: Evidence["ground"], detail: Evidence["detail"] = {}, state: Evidence["state"] = "found"): Evidence => ({
	ground,
	source: "computed",
	state,
	detail,
	at: "2026-05-01T00:00:00Z",
});
const pair = (entry: string, expert: string, state: Conflict["state"], ...evidence: Evidence[]): Conflict => ({
	entry: { id: entry, title: `T ${entry}`, team: "", organisation: "O" },
	expert: { id: expert, name: `N ${expert}`, organisation: "P" },
	state,
	evidence,
});
const similar = said("organisation", { entry: "华为", expert: "华为技术", how: "similar" });
const same = said("organisation", { entry: "华为", expert: "华为", how: "same" });

describe("conflicts", () => {
	it("are grouped by either side, in the order in which they came", () => {
		const pairs = [pair("E-1", "J-2", "found", same), pair("E-2", "J-1", "found", same), pair("E-2", "J-2", "found", same)];
		expect(groups(pairs, "expert").map((g) => [g.id, g.title, g.pairs.length])).toEqual([["J-2", "N J-2", 2], ["J-1", "N J-1", 1]]);
		expect(groups(pairs, "entry").map((g) => [g.id, g.pairs.length])).toEqual([["E-1", 1], ["E-2", 2]]);
		expect(groups([], "entry")).toEqual([]);
	});
	it("are offered by the ground, but for hints and what is decided", () => {
		const pairs = [
			pair("E-1", "J-1", "found", same, said("mail")),
			pair("E-2", "J-1", "found", similar),
			pair("E-3", "J-1", "found", similar, said("mentor", {}, "overruled")),
			pair("E-4", "J-1", "confirmed", said("mail", {}, "confirmed")),
		];
		expect(bulk(pairs)).toEqual([{ ground: "organisation", n: 1 }, { ground: "mail", n: 1 }]);
		expect(pairs.map(onlyHints)).toEqual([false, true, true, true]);
	});
	it("say who asks to take back", () => {
		expect(asksBack(pair("E-1", "J-1", "confirmed", said("declared", { back: "slip" }, "confirmed")))).toBe("slip");
		expect(asksBack(pair("E-1", "J-1", "overruled", said("declared", { back: "slip" }, "overruled")))).toBe(null);
		expect(asksBack(pair("E-1", "J-1", "confirmed", said("declared", {}, "confirmed")))).toBe(null);
	});
	it("go to a spreadsheet as texts", () => {
		expect(csvRow(["a", 'b "c"', "d,e", "=1+1", "-x"])).toBe(`a,"b ""c""","d,e",'=1+1,'-x`);
	});
});

describe("interests", () => {
	const entry = (want: Interest["want"], state?: Conflict["state"]): Interest => ({
		entry: "E-1", title: "抓取", team: "一队", organisation: "清华大学", fields: "", want,
		...(state ? { conflict: { state, evidence: [] } } : {}),
	});
	it("are counted, a confirmed conflict before any wish", () => {
		expect(countInterests([entry("gladly"), entry("gladly", "confirmed"), entry("any", "found"), entry("rather-not", "overruled")]))
			.toEqual({ gladly: 1, not: 1, conflicts: 1, any: 1 });
	});
	it("are searched in any of their words", () => {
		expect(matches(" 清华 ", ["抓取", "清华大学"])).toBe(true);
		expect(matches("ABB", ["abb ag"])).toBe(true);
		expect(matches("x", ["抓取", undefined])).toBe(false);
		expect(matches("", [])).toBe(true);
	});
});
