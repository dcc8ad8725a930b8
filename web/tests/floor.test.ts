import { describe, expect, it } from "vitest";
import {
	allDone,
	applyEvent,
	elapsed,
	inFocus,
	mood,
	moved,
	nextAction,
	passed,
	readOrder,
	remaining,
	soonMs,
	timeText,
	whatChanged,
	type Floor,
	type FloorEntry,
	type Phase,
} from "../src/lib/floor";

const entry = (id: string, phase: Phase = "waiting"): FloorEntry => ({ entry: id, title: id, phase, turn: 1, skips: 0 });
const NOW = "2026-03-01T02:00:00.000Z";
const t0 = Date.parse(NOW);
const floor = (over: Partial<Floor> = {}): Floor => ({
	contest: "c",
	stage: { id: "s", title: { en: "S" } },
	heat: { id: "h", title: { en: "H" } },
	rehearsal: true,
	now: NOW,
	step: 4,
	event: 10,
	opened: true,
	locked: false,
	signed: false,
	rule: { pitch_s: 480, questions_s: 300, marking_s: 60, reveal: "each" },
	order: [entry("a"), entry("b"), entry("c")],
	on: null,
	next: "a",
	clock: null,
	progress: null,
	shown: [],
	...over,
});
const clock = (elapsed_ms: number, paused = false, extended_s = 0, limit_s = 480) =>
	({ entry: "a", kind: "pitch", limit_s, started: NOW, elapsed_ms, paused, extended_s }) as const;

describe("the clock", () => {
	it("runs on from the answer's own moment, by the server's time", () => {
		const f = floor({ clock: clock(5000) });
		expect(elapsed(f, t0 + 2500)).toBe(7500);
		expect(remaining(f, t0 + 2500)).toBe(480_000 - 7500);
	});
	it("stands while it is paused, and never runs backwards", () => {
		expect(remaining(floor({ clock: clock(5000, true) }), t0 + 60_000)).toBe(475_000);
		expect(elapsed(floor({ clock: clock(5000) }), t0 - 900)).toBe(5000);
	});
	it("counts what it was extended by, and has nothing left where there is no limit", () => {
		expect(remaining(floor({ clock: clock(480_000, false, 60) }), t0)).toBe(60_000);
		expect(remaining(floor({ clock: clock(3000, false, 0, 0) }), t0)).toBeNull();
		expect(remaining(floor(), t0)).toBeNull();
	});
	it("is written as people read it", () => {
		expect(timeText(480_000)).toBe("8:00");
		expect(timeText(479_999)).toBe("8:00");
		expect(timeText(60_001)).toBe("1:01");
		expect(timeText(10_001)).toBe("0:11");
		expect(timeText(9_999)).toBe("10.0");
		expect(timeText(9_400)).toBe("9.4");
		expect(timeText(1)).toBe("0.1");
		expect(timeText(0)).toBe("+0:00");
		expect(timeText(-754_400)).toBe("+12:34");
		expect(timeText(3_700_000)).toBe("1:01:40");
	});
	it("changes its mood at the last minute, the last ten seconds and the end", () => {
		expect([61_000, 60_000, 10_000, 0, -5].map((left) => mood(left, 480))).toEqual([
			"calm",
			"soon",
			"last",
			"over",
			"over",
		]);
		expect(soonMs(60)).toBe(20_000);
		expect(mood(30_000, 60)).toBe("calm");
	});
	it("sounds once at each mark and never for a jump", () => {
		expect(passed(60_016, 60_000)).toBe(60_000);
		expect(passed(60_000, 59_984)).toBeNull();
		expect(passed(10_005, 9_990)).toBe(10_000);
		expect(passed(4, -12)).toBe(0);
		expect(passed(480_000, 9_000)).toBeNull();
		expect(passed(5, 60_000)).toBeNull();
		expect(passed(null, 5)).toBeNull();
	});
});

describe("what comes next", () => {
	const on = (phase: Phase, more: Partial<Floor> = {}) =>
		floor({ order: [entry("a", phase), entry("b")], on: { entry: "a", phase }, next: "b", ...more });
	it("is one thing in each phase", () => {
		expect(nextAction(floor({ opened: false, order: [] }))).toEqual({ action: "open" });
		expect(nextAction(floor())).toEqual({ action: "call", entry: "a" });
		expect(nextAction(on("called"))).toEqual({ action: "pitch", entry: "a" });
		expect(nextAction(on("pitching"))).toEqual({ action: "questions", entry: "a" });
		expect(nextAction(on("questions"))).toEqual({ action: "mark", entry: "a" });
		expect(nextAction(floor({ locked: true }))).toBeNull();
	});
	it("passes over what the heat has no time for", () => {
		const rule = { pitch_s: 480, questions_s: 0, marking_s: 60, reveal: "each" as const };
		expect(nextAction(on("pitching", { rule }))).toEqual({ action: "mark", entry: "a" });
		expect(nextAction(on("called", { rule: { ...rule, pitch_s: 0 } }))).toEqual({ action: "mark", entry: "a" });
	});
	it("locks when all sheets are in, else calls the next, and locks the last with a warning", () => {
		const progress = (sheets: number) => ({ entry: "a", sheets, expected: 13 });
		expect(nextAction(on("marking", { progress: progress(13) }))).toEqual({ action: "lock", entry: "a" });
		expect(nextAction(on("marking", { progress: progress(12) }))).toEqual({ action: "call", entry: "b" });
		const last = floor({ order: [entry("a", "marking"), entry("b", "absent")], next: null, progress: progress(9) });
		expect(nextAction(last)).toEqual({ action: "lock", entry: "a", missing: 4 });
		expect(nextAction({ ...last, progress: null })).toEqual({ action: "lock", entry: "a", missing: undefined });
	});
	it("is nothing when all are locked or absent", () => {
		const done = floor({ order: [entry("a", "locked"), entry("b", "absent"), entry("c", "revealed")], next: null });
		expect(nextAction(done)).toBeNull();
		expect(allDone(done)).toBe(true);
		expect(inFocus(done)).toBeUndefined();
	});
	it("looks at whoever is on stage, though another is still marked", () => {
		const f = floor({ order: [entry("a", "marking"), entry("b", "called")], on: { entry: "b", phase: "called" } });
		expect(inFocus(f)?.entry).toBe("b");
		expect(nextAction(f)).toEqual({ action: "pitch", entry: "b" });
	});
});

describe("events", () => {
	const told = (name: string, data: object, id = 11) => ({ name, data, id });
	const heat = { stage: "s", heat: "h" };
	it("bring a whole floor, as of its own moment", () => {
		const next = { ...floor({ step: 5, order: [entry("a", "called")] }), at: "2026-03-01T02:00:09.000Z" };
		const got = applyEvent(floor(), told("floor", next));
		expect(got).toMatchObject({ step: 5, event: 11, now: "2026-03-01T02:00:09.000Z" });
		expect(got.order[0]!.phase).toBe("called");
	});
	it("of another heat, or older ones, change nothing", () => {
		const f = floor();
		expect(applyEvent(f, told("floor", { ...f, heat: { id: "x" }, step: 9 }))).toBe(f);
		expect(applyEvent(f, told("floor", { ...f, step: 9 }, 10))).toBe(f);
		expect(applyEvent(f, told("floor", { ...f, step: 3 }, 12))).toBe(f);
		expect(applyEvent(f, told("tie", { stage: "s" }))).toBe(f);
	});
	it("count sheets, lock heats, show scores", () => {
		const f = floor({ order: [entry("a", "locked")], progress: { entry: "a", sheets: 3, expected: 13 } });
		expect(applyEvent(f, told("progress", { ...heat, entry: "a", sheets: 4, expected: 13 })).progress?.sheets).toBe(4);
		expect(applyEvent(f, told("heat", { ...heat, locked: true, signed: false })).locked).toBe(true);
		const shown = applyEvent(f, told("show", { stage: "s", entry: "a", score: "88.50", rank: 2 }));
		expect(shown.shown).toEqual([{ entry: "a", score: "88.50", rank: 2 }]);
		expect(shown.order[0]!.phase).toBe("revealed");
		expect(applyEvent(f, told("show", { stage: "s", entry: "zz", score: "1" }))).toBe(f);
	});
});

describe("what another manager did", () => {
	const a = (phase: Phase, more: Partial<FloorEntry> = {}) => [{ ...entry("a", phase), ...more }, entry("b")];
	it("is told from the two states", () => {
		const f = floor();
		expect(whatChanged(floor({ opened: false }), f)).toEqual({ action: "open" });
		expect(whatChanged(f, floor({ opened: false }))).toEqual({ action: "undo" });
		expect(whatChanged(f, floor({ order: [entry("a", "called"), entry("b"), entry("c")] }))).toEqual({
			action: "call",
			entry: "a",
		});
		expect(whatChanged(floor({ order: a("called") }), floor({ order: a("waiting", { skips: 1 }) }))).toEqual({
			action: "skip",
			entry: "a",
		});
		expect(whatChanged(floor({ order: a("called") }), floor({ order: a("waiting") }))?.action).toBe("undo");
		expect(whatChanged(floor({ order: a("absent") }), floor({ order: a("waiting") }))?.action).toBe("return");
		expect(whatChanged(floor({ order: a("marking") }), floor({ order: a("locked") }))?.action).toBe("lock");
		expect(whatChanged(f, floor({ order: [...f.order].reverse() }))).toEqual({ action: "order" });
		expect(whatChanged(floor({ clock: clock(1) }), floor({ clock: clock(1, true) }))).toEqual({ action: "pause" });
		expect(whatChanged(floor({ clock: clock(1) }), floor({ clock: clock(1, false, 60) }))).toEqual({ action: "extend" });
		expect(whatChanged(f, f)).toBeNull();
	});
});

describe("running orders", () => {
	it("are read out of what people paste", () => {
		expect(readOrder("1. b  Title\n\na,c\nwhat is this\nB", ["a", "b", "c", "d"])).toEqual({
			order: ["b", "a", "c"],
			strange: ["what is this"],
			left: ["d"],
		});
	});
	it("are moved one by one and never lose an entry", () => {
		expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
		expect(moved(["a", "b", "c"], 0, 9)).toEqual(["b", "c", "a"]);
		expect(moved(["a", "b", "c"], 7, 0)).toEqual(["a", "b", "c"]);
	});
});
