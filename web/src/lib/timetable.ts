// Timetables as pages show and edit them. Times are moments (ms); civil time is the contest's, by its offset in minutes.
// What may be set is the server's to say; moving here only keeps the lengths, and swapping keeps neighbours apart.
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Timetables = Schemas["Timetables"];
export type Timetable = Schemas["Timetable"];
export type Slot = Schemas["TimetableSlot"];
export type Draft = Schemas["TimetableDraft"];
export type Desk = Schemas["TimetableDesk"];
export type DeskHeat = Schemas["TimetableDeskHeat"];
export type Clash = Schemas["TimetableClash"];
export type Span = Schemas["TimetableSpan"];

export const MINUTE = 60_000;
const DAY = 86_400_000;

export interface Piece {
	entry: string;
	heat: string;
	from: number;
	until: number;
}

export const iso = (ms: number): string => new Date(ms).toISOString();

// "2026-05-01", "09:05" of the contest's civil time; and back.
export const civilDay = (ms: number, offset: number): string => iso(ms + offset * MINUTE).slice(0, 10);
export const civilClock = (ms: number, offset: number): string => iso(ms + offset * MINUTE).slice(11, 16);
export const civilText = (ms: number, offset: number): string => iso(ms + offset * MINUTE).slice(0, 16);
export function fromCivil(text: string, offset: number): number | null {
	const ms = Date.parse(`${text}:00Z`);
	return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) && !Number.isNaN(ms) ? ms - offset * MINUTE : null;
}

export const piecesOf = (slots: readonly { entry: string; heat: string; from: string; until: string }[]): Piece[] =>
	slots.map((s) => ({ entry: s.entry, heat: s.heat, from: Date.parse(s.from), until: Date.parse(s.until) }));
export const slotsOf = (pieces: readonly Piece[]) =>
	pieces.map((p) => ({ entry: p.entry, heat: p.heat, from: iso(p.from), until: iso(p.until) }));

export const key = (p: { entry: string; heat: string }): string => `${p.heat} ${p.entry}`;

// Days on which something stands, first to last.
export const daysOf = (pieces: readonly { from: number }[], offset: number): string[] =>
	[...new Set(pieces.map((p) => civilDay(p.from, offset)))].sort();

// From the full half hour before the first to the one after the last; in pixels a minute, so that the shortest can be read.
export interface Scale {
	from: number;
	until: number;
	pixels: number;
}
const LEAST_PX = 46;
export function scaleOf(spans: readonly { from: number; until: number }[]): Scale {
	const half = 30 * MINUTE;
	const from = Math.floor(Math.min(...spans.map((s) => s.from)) / half) * half;
	const until = Math.ceil(Math.max(...spans.map((s) => s.until)) / half) * half;
	const shortest = Math.max(1, Math.min(...spans.map((s) => (s.until - s.from) / MINUTE)));
	return { from, until, pixels: Math.min(10, Math.max(1.6, LEAST_PX / shortest)) };
}
export const topOf = (scale: Scale, ms: number): number => ((ms - scale.from) / MINUTE) * scale.pixels;
export function hoursOf(scale: Scale): number[] {
	const step = (scale.until - scale.from) / MINUTE > 600 ? 60 * MINUTE : 30 * MINUTE;
	const out: number[] = [];
	for (let at = scale.from; at <= scale.until; at += step) out.push(at);
	return out;
}

export const sorted = (pieces: readonly Piece[]): Piece[] => [...pieces].sort((a, b) => a.from - b.from || a.until - b.until);

const changed = (pieces: readonly Piece[], which: string, change: (p: Piece) => Piece): Piece[] =>
	pieces.map((p) => (key(p) === which ? change(p) : p));

export const moveBy = (pieces: readonly Piece[], which: string, minutes: number): Piece[] =>
	changed(pieces, which, (p) => ({ ...p, from: p.from + minutes * MINUTE, until: p.until + minutes * MINUTE }));
export const moveTo = (pieces: readonly Piece[], which: string, from: number): Piece[] =>
	changed(pieces, which, (p) => ({ ...p, from, until: from + p.until - p.from }));
export const setLength = (pieces: readonly Piece[], which: string, minutes: number): Piece[] =>
	changed(pieces, which, (p) => ({ ...p, until: p.from + Math.max(1, minutes) * MINUTE }));

// Changes places with whoever stands before (-1) or after (1) on the same day; the two together take the same time as before.
export function swap(pieces: readonly Piece[], which: string, by: -1 | 1, offset: number): Piece[] {
	const me = pieces.find((p) => key(p) === which);
	if (!me) return [...pieces];
	const mine = sorted(pieces.filter((p) => p.heat === me.heat && civilDay(p.from, offset) === civilDay(me.from, offset)));
	const at = mine.findIndex((p) => key(p) === which);
	const [first, second] = by < 0 ? [mine[at - 1], mine[at]] : [mine[at], mine[at + 1]];
	if (!first || !second) return [...pieces];
	const gap = second.from - first.until;
	const moved = new Map<string, Piece>([
		[key(second), { ...second, from: first.from, until: first.from + second.until - second.from }],
		[key(first), { ...first, from: first.from + second.until - second.from + gap, until: second.until }],
	]);
	return pieces.map((p) => moved.get(key(p)) ?? p);
}

// How many stand elsewhere than in force, are new, or gone.
export function changesOf(now: readonly Piece[], before: readonly Piece[]): number {
	const was = new Map(before.map((p) => [key(p), p]));
	const moved = now.filter((p) => was.get(key(p))?.from !== p.from || was.get(key(p))?.until !== p.until).length;
	return moved + before.filter((p) => !now.some((n) => key(n) === key(p))).length;
}

// Which slots clash, and as what.
export function clashMap(clashes: readonly Clash[]): Map<string, Clash[]> {
	const out = new Map<string, Clash[]>();
	const put = (k: string, c: Clash): void => void out.set(k, [...(out.get(k) ?? []), c]);
	for (const c of clashes) {
		put(key(c), c);
		if (c.other && c.other_heat) put(key({ entry: c.other, heat: c.other_heat }), c);
	}
	return out;
}

// Per heat: who is on by the floor, or by the clock where no floor runs; and who comes next.
export function nowAndNext(slots: readonly Slot[], now: number): { now: Set<string>; next: Set<string> } {
	const on = new Set<string>();
	const next = new Set<string>();
	for (const heat of new Set(slots.map((s) => s.heat))) {
		const mine = slots.filter((s) => s.heat === heat && !s.withdrawn).sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
		const floor = mine.some((s) => s.phase);
		const is = (s: Slot): boolean =>
			floor
				? ["called", "pitching", "questions"].includes(s.phase ?? "")
				: Date.parse(s.from) <= now && now < Date.parse(s.until);
		const waits = (s: Slot): boolean => (floor ? s.phase === "waiting" : Date.parse(s.from) > now);
		for (const s of mine.filter(is)) on.add(key(s));
		const first = mine.find(waits);
		if (first && (floor || Date.parse(first.from) - now < DAY / 2)) next.add(key(first));
	}
	return { now: on, next };
}

// Minutes by which a pitch began after its time; null where it has not. Once the rest was moved, what has begun stands at its
// real time, and the plan is what it was.
export const lateBy = (slot: Pick<Slot, "from" | "started" | "was">): number | null =>
	slot.started
		? Math.round((Date.parse(slot.started) - Date.parse(slot.from === slot.started && slot.was ? slot.was.from : slot.from)) / MINUTE)
		: null;
