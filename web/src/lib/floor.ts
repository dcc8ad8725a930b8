// The floor of a heat as a page holds it: who is on stage, how much time is left, what comes next.
// The server decides; this reads its answer (schema Floor) and carries it on between two answers.
import type { Text } from "./text";

export type Phase = "waiting" | "called" | "pitching" | "questions" | "marking" | "locked" | "revealed" | "absent";
export type ClockKind = "pitch" | "questions" | "marking";
export type Action =
	| "open"
	| "order"
	| "call"
	| "pitch"
	| "questions"
	| "mark"
	| "lock"
	| "pause"
	| "resume"
	| "extend"
	| "skip"
	| "absent"
	| "return"
	| "undo";

export interface FloorEntry {
	entry: string;
	title: string;
	team?: string;
	division?: string;
	phase: Phase;
	turn: number;
	skips: number;
	overtime?: number; // seconds
}
export interface FloorClock {
	entry: string; // whose
	kind: ClockKind;
	limit_s: number; // 0: it only counts
	started: string;
	elapsed_ms: number; // without pauses, as of Floor.now
	paused: boolean;
	extended_s: number; // on top of the limit
}
export interface Progress {
	entry: string;
	sheets: number;
	expected: number;
}
export interface Shown {
	entry: string;
	score: string | number;
	rank?: number;
}
export interface Did {
	action: Action;
	entry?: string;
}
export interface Floor {
	contest: string;
	stage: { id: string; title: Text };
	heat: { id: string; title: Text; venue?: Text };
	rehearsal: boolean;
	now: string; // the moment that elapsed_ms is of; not later than the server's clock when the answer came
	step: number;
	event: number;
	opened: boolean;
	draw?: number; // whose order it was opened with
	locked: boolean;
	signed: boolean;
	rule: { pitch_s: number; questions_s: number; marking_s: number; reveal: "each" | "end" };
	order: FloorEntry[];
	on: { entry: string; phase: Phase } | null;
	next: string | null;
	clock: FloorClock | null;
	progress: Progress | null;
	shown: Shown[];
	undo?: Did | null; // what an undo would take back; null: nothing may be
}

export const onStage: readonly Phase[] = ["called", "pitching", "questions"];
export const find = (floor: Floor, entry: string | null | undefined): FloorEntry | undefined =>
	entry == null ? undefined : floor.order.find((e) => e.entry === entry);
export const active = (floor: Floor): FloorEntry | undefined => floor.order.find((e) => onStage.includes(e.phase));
export const inMarking = (floor: Floor): FloorEntry[] => floor.order.filter((e) => e.phase === "marking");
export const waiting = (floor: Floor): FloorEntry[] => floor.order.filter((e) => e.phase === "waiting");
export const isDone = (e: FloorEntry): boolean => e.phase === "locked" || e.phase === "revealed" || e.phase === "absent";
export const allDone = (floor: Floor): boolean => floor.opened && floor.order.every(isDone);

// Who the hall looks at: whoever is on stage, else the newest in marking.
export function inFocus(floor: Floor): FloorEntry | undefined {
	return active(floor) ?? find(floor, floor.on?.entry) ?? inMarking(floor).at(-1);
}

// The clock of an entry; one that went on to the next, or was locked, has none.
export const clockOf = (floor: Floor | null | undefined, entry: string | undefined): FloorClock | null =>
	floor?.clock && floor.clock.entry === entry ? floor.clock : null;

// Milliseconds that the clock has run, at the server's time `now`.
export function elapsed(floor: Floor, now: number): number {
	const clock = floor.clock;
	if (!clock) return 0;
	return clock.paused ? clock.elapsed_ms : clock.elapsed_ms + Math.max(0, now - Date.parse(floor.now));
}

// All the time that a clock gives; 0: it only counts.
export const limitOf = (clock: FloorClock): number => (clock.limit_s > 0 ? clock.limit_s + clock.extended_s : 0);

// Milliseconds left, below zero in overtime; null: no clock, or one without a limit.
export function remaining(floor: Floor, now: number): number | null {
	const limit = floor.clock ? limitOf(floor.clock) : 0;
	return limit > 0 ? limit * 1000 - elapsed(floor, now) : null;
}

export type Mood = "calm" | "soon" | "last" | "over";

// The last minute of a pitch is "soon"; of a time under three minutes, its last third.
export const soonMs = (limit_s: number): number => (limit_s >= 180 ? 60_000 : Math.round(limit_s / 3) * 1000);
export const LAST_MS = 10_000;

export function mood(left: number, limit_s: number): Mood {
	if (left <= 0) return "over";
	if (left <= LAST_MS) return "last";
	return left <= soonMs(limit_s) ? "soon" : "calm";
}

// When the stage timer sounds.
export const MARKS_MS = [60_000, LAST_MS, 0] as const;

// Which mark the time has just passed; null: none. Only small steps count: a jump is a new clock.
export function passed(before: number | null, after: number | null): number | null {
	if (before === null || after === null || before <= after || before - after > 2000) return null;
	return MARKS_MS.find((mark) => before > mark && after <= mark) ?? null;
}

const two = (n: number): string => String(n).padStart(2, "0");
const hms = (s: number): string =>
	s >= 3600
		? `${Math.floor(s / 3600)}:${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`
		: `${Math.floor(s / 60)}:${two(s % 60)}`;

// "4:07", tenths within the last ten seconds ("9.4"), overtime counted up ("+0:07"). A second is shown until it is over.
export function timeText(left: number, tenths = true): string {
	if (left <= 0) return `+${hms(Math.floor(-left / 1000))}`;
	if (tenths && left <= LAST_MS) return (Math.ceil(left / 100) / 10).toFixed(1);
	return hms(Math.ceil(left / 1000));
}

// A span of seconds in words of the clock: "12:34".
export const spanText = (seconds: number): string => hms(Math.max(0, Math.round(seconds)));

export interface NextAction {
	action: "open" | "call" | "pitch" | "questions" | "mark" | "lock";
	entry?: string;
	missing?: number; // of "lock": sheets that are not in, so that it asks first
}

// The one sensible next thing for whoever runs the floor; null: nothing is left to do.
export function nextAction(floor: Floor): NextAction | null {
	if (floor.locked) return null;
	if (!floor.opened) return { action: "open" };
	const on = active(floor);
	const asks = floor.rule.questions_s > 0 ? "questions" : "mark";
	if (on?.phase === "called") return { action: floor.rule.pitch_s > 0 ? "pitch" : asks, entry: on.entry };
	if (on?.phase === "pitching") return { action: asks, entry: on.entry };
	if (on) return { action: "mark", entry: on.entry };
	const marking = inMarking(floor);
	const complete = marking.find((e) => missingOf(floor, e.entry) === 0);
	if (complete) return { action: "lock", entry: complete.entry };
	const next = find(floor, floor.next) ?? waiting(floor)[0];
	if (next) return { action: "call", entry: next.entry };
	const first = marking[0];
	return first ? { action: "lock", entry: first.entry, missing: missingOf(floor, first.entry) } : null;
}

// Sheets that are not in; null: not known from here.
export function missingOf(floor: Floor, entry: string): number | undefined {
	const p = floor.progress;
	return p?.entry === entry ? Math.max(0, p.expected - p.sheets) : undefined;
}

// ---- events of the live stream, laid over what the page holds

export interface FloorEvent {
	id?: number;
	name: string;
	data: unknown;
}
export interface ShowEvent extends Shown {
	stage: string;
}

export const isNewer = (a: Floor, b: Floor): boolean => a.event >= b.event && a.step >= b.step;

// The floor after an event; the same object when it says nothing about this heat or is older than what is held.
export function applyEvent(floor: Floor, event: FloorEvent): Floor {
	if (event.id !== undefined && event.id <= floor.event) return floor;
	const id = event.id ?? floor.event;
	const data = event.data as Record<string, unknown>;
	const heat = (data.heat as { id?: string } | string | undefined) ?? "";
	const stage = (data.stage as { id?: string } | string | undefined) ?? "";
	const nameOf = (x: { id?: string } | string): string => (typeof x === "string" ? x : (x.id ?? ""));
	const here = nameOf(stage) === floor.stage.id && nameOf(heat) === floor.heat.id;
	switch (event.name) {
		case "floor": {
			if (!here) return floor;
			const next = data as unknown as Floor & { at?: string };
			if (next.step < floor.step) return floor;
			return { ...floor, ...next, now: next.at ?? next.now ?? floor.now, event: id };
		}
		case "progress": {
			const got = data as unknown as Progress;
			if (!here || floor.progress?.entry !== got.entry) return floor;
			return { ...floor, progress: { entry: got.entry, sheets: got.sheets, expected: got.expected }, event: id };
		}
		case "heat":
			return here ? { ...floor, locked: data.locked === true, signed: data.signed === true, event: id } : floor;
		case "show": {
			const got = data as unknown as ShowEvent;
			if (got.stage !== floor.stage.id || !find(floor, got.entry)) return floor;
			const { entry, score, rank } = got;
			return {
				...floor,
				order: floor.order.map((e) => (e.entry === entry && e.phase === "locked" ? { ...e, phase: "revealed" } : e)),
				shown: [...floor.shown.filter((s) => s.entry !== entry), { entry, score, ...(rank ? { rank } : {}) }],
				event: id,
			};
		}
		default:
			return floor;
	}
}

// ---- what somebody else did, told from the two states

const DID: Partial<Record<Phase, Action>> = {
	called: "call",
	pitching: "pitch",
	questions: "questions",
	marking: "mark",
	locked: "lock",
	revealed: "lock",
	absent: "absent",
};
export function whatChanged(before: Floor, after: Floor): Did | null {
	if (before.opened !== after.opened) return { action: after.opened ? "open" : "undo" };
	const was = new Map(before.order.map((e) => [e.entry, e]));
	for (const e of after.order) {
		const old = was.get(e.entry);
		if (!old || old.phase === e.phase) continue;
		if (e.phase === "waiting") {
			if (e.skips > old.skips) return { action: "skip", entry: e.entry };
			return { action: old.phase === "absent" ? "return" : "undo", entry: e.entry };
		}
		const action = DID[e.phase];
		if (action) return { action, entry: e.entry };
	}
	const skipped = after.order.find((e) => e.skips > (was.get(e.entry)?.skips ?? 0));
	if (skipped) return { action: "skip", entry: skipped.entry };
	if (before.clock?.paused !== after.clock?.paused) return { action: after.clock?.paused ? "pause" : "resume" };
	if ((before.clock?.extended_s ?? 0) < (after.clock?.extended_s ?? 0)) return { action: "extend" };
	const order = (f: Floor): string => f.order.map((e) => e.entry).join(" ");
	return order(before) !== order(after) ? { action: "order" } : null;
}

// ---- running orders

// Ids out of pasted text, in its order: one a line or parted by spaces, commas, tabs; numbering and titles are passed over.
export function readOrder(text: string, known: readonly string[]): { order: string[]; strange: string[]; left: string[] } {
	const ids = new Map(known.map((id) => [id.toLowerCase(), id]));
	const order: string[] = [];
	const strange: string[] = [];
	for (const line of text.split(/\r?\n/)) {
		const words = line.split(/[\s,;，；、\t]+/).filter(Boolean);
		const found = words.map((w) => ids.get(w.toLowerCase())).filter((id): id is string => id !== undefined);
		if (found.length === 0 && words.length > 0) strange.push(line.trim());
		for (const id of found) if (!order.includes(id)) order.push(id);
	}
	return { order, strange, left: known.filter((id) => !order.includes(id)) };
}

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
	const out = [...list];
	const [item] = out.splice(from, 1);
	if (item !== undefined) out.splice(Math.max(0, Math.min(out.length, to)), 0, item);
	return out;
}
