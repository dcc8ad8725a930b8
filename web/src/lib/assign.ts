// Who marks which entry, while somebody edits it: changes that can be undone, and what they do to loads, seats, fits and links.
// Plain functions over plain data: the server holds every edit against the same rules, and decides.
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Assignment = Schemas["Assignment"];
export type AssignEntry = Schemas["AssignEntry"];
export type AssignExpert = Schemas["AssignExpert"];
export type AssignedPair = Schemas["AssignedPair"];
export type AssignOption = Schemas["AssignOptions"]["options"][number];
export type Fault = Schemas["AssignCheck"]["faults"][number];

export type Pairs = ReadonlyMap<string, readonly string[]>; // entry → experts, sorted

export const pairsOf = (a: Assignment): Pairs =>
	new Map(a.entries.map((e) => [e.entry, e.pairs.map((p) => p.expert).sort()]));

export const textsOf = (pairs: Pairs): string[] =>
	[...pairs].flatMap(([entry, experts]) => experts.map((x) => `${entry} ${x}`));

// ---- changes, undone and done again

export interface Change {
	entry: string;
	add?: string;
	remove?: string;
	step?: number; // changes of one step, such as a file, are undone together
}

export interface Edit {
	base: Pairs;
	done: readonly Change[];
	undone: readonly Change[];
}

export const edit = (base: Pairs): Edit => ({ base, done: [], undone: [] });
export const change = (e: Edit, c: Change): Edit => ({ base: e.base, done: [...e.done, c], undone: [] });

// The last change, and those before it of the same step, from one list to the other.
function moved(from: readonly Change[], to: readonly Change[]): [Change[], Change[]] {
	const [left, right] = [[...from], [...to]];
	do right.push(left.pop()!);
	while (left.length && left[left.length - 1]!.step !== undefined && left[left.length - 1]!.step === right[right.length - 1]!.step);
	return [left, right];
}
export function undo(e: Edit): Edit {
	if (!e.done.length) return e;
	const [done, undone] = moved(e.done, e.undone);
	return { base: e.base, done, undone };
}
export function redo(e: Edit): Edit {
	if (!e.undone.length) return e;
	const [undone, done] = moved(e.undone, e.done);
	return { base: e.base, done, undone };
}

// Becomes `other` in one step.
export function become(e: Edit, other: Pairs): Edit {
	const step = e.done.length + 1;
	const changes = difference(applied(e), other).flatMap((d) => [
		...d.removed.map((x): Change => ({ entry: d.entry, remove: x, step })),
		...d.added.map((x): Change => ({ entry: d.entry, add: x, step })),
	]);
	return changes.length ? { base: e.base, done: [...e.done, ...changes], undone: [] } : e;
}

export function applied(e: Edit): Pairs {
	if (!e.done.length) return e.base;
	const now = new Map(e.base);
	for (const c of e.done) {
		const before = now.get(c.entry) ?? [];
		const kept = before.filter((x) => x !== c.remove && x !== c.add);
		now.set(c.entry, c.add ? [...kept, c.add].sort() : kept);
	}
	return now;
}

// ---- what changed between two

export interface Difference {
	entry: string;
	added: string[];
	removed: string[];
}

export function difference(before: Pairs, after: Pairs): Difference[] {
	const out: Difference[] = [];
	for (const entry of new Set([...before.keys(), ...after.keys()])) {
		const was = before.get(entry) ?? [];
		const is = after.get(entry) ?? [];
		const added = is.filter((x) => !was.includes(x));
		const removed = was.filter((x) => !is.includes(x));
		if (added.length || removed.length) out.push({ entry, added, removed });
	}
	return out.sort((a, b) => (a.entry < b.entry ? -1 : 1));
}

// ---- how it stands

export interface Standing {
	loads: Map<string, number>;
	total: number;
	worst: number | null; // null: there is no pair
	unknown: number; // pairs whose fit is not known here
	short: string[]; // entries that lack somebody of a class, or have one too many
	over: string[]; // experts with more than their load
	degrees: Map<string, number>; // with how many others an expert shares entries
	loose: string[]; // experts who share with fewer than are wanted
}

export type Fits = (entry: string, expert: string) => number | undefined;

const classOf = (a: Assignment): Map<string, string> => new Map(a.experts.map((x) => [x.id, x.class ?? ""]));

// Without classes there is one seat for all.
export function seatsWrong(a: Assignment, entry: AssignEntry, experts: readonly string[], classes = classOf(a)): boolean {
	if (entry.calibration) return false;
	return a.rule.seats.some((s) => {
		const have = s.class === undefined ? experts.length : experts.filter((x) => classes.get(x) === s.class).length;
		return have !== s.seats;
	});
}

export function standing(a: Assignment, pairs: Pairs, fits: Fits): Standing {
	const classes = classOf(a);
	const loads = new Map<string, number>();
	const shares = new Map<string, Set<string>>();
	const s: Standing = { loads, total: 0, worst: null, unknown: 0, short: [], over: [], degrees: new Map(), loose: [] };
	for (const entry of a.entries) {
		const experts = pairs.get(entry.entry) ?? [];
		if (seatsWrong(a, entry, experts, classes)) s.short.push(entry.entry);
		for (const x of experts) {
			loads.set(x, (loads.get(x) ?? 0) + 1);
			const mine = shares.get(x) ?? new Set<string>();
			for (const y of experts) if (y !== x) mine.add(y);
			shares.set(x, mine);
			if (entry.calibration) continue;
			const fit = fits(entry.entry, x);
			if (fit === undefined) s.unknown++;
			else {
				s.total += fit;
				s.worst = s.worst === null ? fit : Math.min(s.worst, fit);
			}
		}
	}
	// Nobody can share with more others than there are.
	const wanted = Math.min(a.rule.shared, Math.max(0, loads.size - 1));
	for (const x of a.experts) {
		const n = loads.get(x.id) ?? 0;
		if (n > x.load) s.over.push(x.id);
		s.degrees.set(x.id, shares.get(x.id)?.size ?? 0);
		if (n > 0 && s.degrees.get(x.id)! < wanted) s.loose.push(x.id);
	}
	return s;
}

// Whom a newcomer takes the seat of: the worst fit of the class that has no marks there; null where a seat is free.
export function gives(
	a: Assignment,
	entry: AssignEntry,
	experts: readonly string[],
	newcomer: string,
	fits: Fits,
	marked: ReadonlySet<string>,
): string | null | undefined {
	const classes = classOf(a);
	const seat = a.rule.seats.find((s) => s.class === undefined || s.class === classes.get(newcomer));
	const same = experts.filter((x) => seat?.class === undefined || classes.get(x) === seat.class);
	if (entry.calibration || !seat || same.length < seat.seats) return null;
	const free = same.filter((x) => !marked.has(x));
	return free.sort((x, y) => (fits(entry.entry, x) ?? 0) - (fits(entry.entry, y) ?? 0))[0];
}

// ---- files

export const toCsv = (pairs: Pairs): string =>
	`entry,expert\n${[...pairs].flatMap(([e, xs]) => xs.map((x) => `${e},${x}\n`)).join("")}`;

// Ids need no quotes; whatever has them, a wrong header or a row of another width is said by its line.
export function fromCsv(text: string): { pairs: Map<string, string[]> } | { line: number } {
	const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
	const head = (lines[0] ?? "").split(",").map((h) => h.trim());
	const [e, x] = [head.indexOf("entry"), head.indexOf("expert")];
	if (e < 0 || x < 0) return { line: 1 };
	const pairs = new Map<string, string[]>();
	for (let i = 1; i < lines.length; i++) {
		if (!lines[i]!.trim()) continue;
		const cells = lines[i]!.split(",").map((c) => c.trim());
		if (cells.length !== head.length || !cells[e] || !cells[x] || /["\s]/.test(cells[e]! + cells[x]!)) return { line: i + 1 };
		pairs.set(cells[e]!, [...(pairs.get(cells[e]!) ?? []), cells[x]!].sort());
	}
	return { pairs };
}
