import { describe, expect, it } from "vitest";
import * as assign from "../src/lib/assign";
import type { Assignment } from "../src/lib/assign";

const fitOf: Record<string, number> = { "E-1 J-1": 90, "E-1 J-2": 20, "E-1 J-3": 50, "E-2 J-1": 10, "E-2 J-3": 40, "E-2 J-4": 70 };
const fits = (entry: string, expert: string): number | undefined => fitOf[`${entry} ${expert}`];

function made(entries: Record<string, string[]>, more: Partial<Assignment> = {}): Assignment {
	return {
		stage: "s", version: 1, newest: 1, closed: false, rehearsal: false, undecided: 0,
		rule: { seats: [{ class: "a", seats: 1 }, { class: "b", seats: 1 }], load: 2, shared: 1, calibration: 0, aim: "worst-first" },
		draws: [], versions: [], total: 0, worst: 0,
		experts: ["J-1", "J-2", "J-3", "J-4"].map((id, i) => ({ id, class: i < 2 ? "a" : "b", load: 1, entries: 0 })),
		entries: Object.entries(entries).map(([entry, experts]) => ({
			entry, title: entry, pairs: experts.map((expert) => ({ expert, fit: fits(entry, expert) ?? 0, better: 0 })),
		})),
		...more,
	};
}
const a = made({ "E-1": ["J-1", "J-3"], "E-2": ["J-2", "J-4"] });

describe("an edit", () => {
	it("is done, undone and done again", () => {
		let e = assign.edit(assign.pairsOf(a));
		expect(assign.applied(e)).toBe(e.base);
		e = assign.change(e, { entry: "E-1", add: "J-2", remove: "J-1" });
		expect(assign.applied(e).get("E-1")).toEqual(["J-2", "J-3"]);
		e = assign.change(e, { entry: "E-2", remove: "J-4" });
		expect(assign.difference(e.base, assign.applied(e))).toEqual([
			{ entry: "E-1", added: ["J-2"], removed: ["J-1"] },
			{ entry: "E-2", added: [], removed: ["J-4"] },
		]);
		e = assign.undo(assign.undo(e));
		expect(assign.applied(e).get("E-1")).toEqual(["J-1", "J-3"]);
		expect(assign.undo(e)).toBe(e);
		e = assign.redo(e);
		expect(assign.applied(e).get("E-1")).toEqual(["J-2", "J-3"]);
		expect(assign.change(e, { entry: "E-1", remove: "J-2" }).undone).toEqual([]);
	});
	it("to other pairs is one step", () => {
		let e = assign.change(assign.edit(assign.pairsOf(a)), { entry: "E-1", remove: "J-1" });
		const before = assign.applied(e);
		const other = new Map([["E-1", ["J-2", "J-4"]], ["E-2", ["J-1"]]]);
		e = assign.become(e, other);
		expect(assign.difference(assign.applied(e), other)).toEqual([]);
		e = assign.undo(e);
		expect(assign.difference(assign.applied(e), before)).toEqual([]);
		expect(e.done.length).toBe(1);
		e = assign.redo(e);
		expect(assign.difference(assign.applied(e), other)).toEqual([]);
		expect(assign.become(e, other)).toBe(e);
	});
	it("that changes nothing is no difference", () => {
		const e = assign.change(assign.change(assign.edit(assign.pairsOf(a)), { entry: "E-1", remove: "J-1" }), { entry: "E-1", add: "J-1" });
		expect(assign.difference(e.base, assign.applied(e))).toEqual([]);
	});
});

describe("the standing", () => {
	it("counts loads, seats, fits and links", () => {
		const s = assign.standing(a, assign.pairsOf(a), fits);
		expect([...s.loads]).toEqual([["J-1", 1], ["J-3", 1], ["J-2", 1], ["J-4", 1]]);
		expect([s.total, s.worst, s.unknown]).toEqual([90 + 50 + 70, 50, 1]);
		expect([s.short, s.over, s.loose]).toEqual([[], [], []]);
		expect(s.degrees.get("J-1")).toBe(1);
	});
	it("names what is broken", () => {
		const s = assign.standing(a, new Map([["E-1", ["J-1", "J-3"]], ["E-2", ["J-1"]]]), fits);
		expect(s.short).toEqual(["E-2"]);
		expect(s.over).toEqual(["J-1"]);
		const alone = assign.standing(a, new Map([["E-1", ["J-1"]], ["E-2", ["J-3"]]]), fits);
		expect(alone.loose).toEqual(["J-1", "J-3"]);
	});
	it("asks nothing of a calibration entry's seats and fits", () => {
		const c = made({ "E-1": ["J-1", "J-2", "J-3"] });
		c.entries[0]!.calibration = true;
		const s = assign.standing(c, assign.pairsOf(c), fits);
		expect([s.short, s.total, s.worst]).toEqual([[], 0, null]);
	});
});

describe("a newcomer", () => {
	const entry = a.entries[0]!;
	it("takes the seat of the worst of the class", () => {
		expect(assign.gives(a, entry, ["J-1", "J-3"], "J-2", fits, new Set())).toBe("J-1");
		expect(assign.gives(a, entry, ["J-1", "J-3"], "J-4", fits, new Set())).toBe("J-3");
	});
	it("takes a free seat first, and never that of who has marked", () => {
		expect(assign.gives(a, entry, ["J-3"], "J-2", fits, new Set())).toBeNull();
		expect(assign.gives(a, entry, ["J-1", "J-3"], "J-2", fits, new Set(["J-1"]))).toBeUndefined();
	});
});

describe("a file", () => {
	it("comes back as it went", () => {
		const pairs = assign.pairsOf(a);
		expect(assign.fromCsv(assign.toCsv(pairs))).toEqual({ pairs });
		expect(assign.fromCsv("\uFEFFexpert,entry\r\nJ-1,E-1\r\n\r\n")).toEqual({ pairs: new Map([["E-1", ["J-1"]]]) });
	});
	it("that is none says where", () => {
		expect(assign.fromCsv("entry;expert\n")).toEqual({ line: 1 });
		expect(assign.fromCsv("entry,expert\nE-1,J-1\nE-2\n")).toEqual({ line: 3 });
		expect(assign.fromCsv('entry,expert\n"E-1",J-1\n')).toEqual({ line: 2 });
	});
});
