// What stands between a heat or a stage and its end, and whose turn it is. Plain functions over what the API says.
import type { StageBoard } from "../api/client";
import type { Progress, ProgressEntry, SheetState } from "../api/staff";

export type StepName =
	| "begin" // the stage before it is not published
	| "floor" // entries are still to come on stage, or under way
	| "sheets" // experts owe sheets
	| "lock"
	| "sign"
	| "done"
	| "heats" // of a stage: heats are not signed yet
	| "close"
	| "tie"
	| "publish"
	| "nobody"; // no panel, or nobody takes part yet
export interface Step {
	name: StepName;
	who: string | null; // a role; null: nobody has to do anything
	n?: number;
}

export interface Count {
	in: number;
	expected: number;
}

export const count = (progress: Progress | null): Count => ({
	in: progress?.entries.reduce((n, e) => n + e.in, 0) ?? 0,
	expected: progress?.entries.reduce((n, e) => n + e.expected, 0) ?? 0,
});

const OVER = new Set(["locked", "revealed", "absent"]);
// A heat without a floor has no phases: its entries never hold it up.
export const onTheWay = (entry: ProgressEntry): boolean => !!entry.phase && !OVER.has(entry.phase);

// Countersigned, or locked where nobody countersigns.
export const isDone = (progress: Progress): boolean =>
	progress.signed || (progress.locked && !progress.supervised);

export function heatStep(progress: Progress): Step {
	if (isDone(progress)) return { name: "done", who: null };
	if (progress.locked) return { name: "sign", who: "supervisor" };
	if (progress.entries.length === 0 || progress.experts.length === 0) return { name: "nobody", who: "organiser" };
	const going = progress.entries.filter(onTheWay).length;
	if (going > 0) return { name: "floor", who: "floor", n: going };
	if (progress.missing > 0) return { name: "sheets", who: "expert", n: progress.missing };
	return { name: "lock", who: "chair" };
}

export function stageStep(state: StageBoard["stage"]["state"], heats: readonly (Progress | null)[]): Step {
	if (state === "upcoming") return { name: "begin", who: null };
	if (state === "published") return { name: "done", who: null };
	if (state === "awaiting-deliberation") return { name: "tie", who: "chair" };
	if (state === "closed") return { name: "publish", who: "chair" };
	const open = heats.filter((h) => h && !isDone(h)).length;
	return open > 0 ? { name: "heats", who: null, n: open } : { name: "close", who: "chair" };
}

const NOT_YET = new Set(["waiting", "called", "absent"]);
// An entry that has not been on stage owes nothing yet.
export const due = (entry: ProgressEntry): boolean => !NOT_YET.has(entry.phase);

export interface Owed {
	expert: string;
	name?: string;
	class?: string;
	entries: ProgressEntry[];
}

// Missing sheets by expert, the longest list first: whoever walks over goes there first.
export function owed(progress: Progress): Owed[] {
	return progress.experts
		.map((x) => ({
			expert: x.id,
			name: x.name,
			class: x.class,
			entries: progress.entries.filter(
				(e) => due(e) && e.sheets.some((s) => s.expert === x.id && s.state === "missing"),
			),
		}))
		.filter((x) => x.entries.length > 0)
		.sort((a, b) => b.entries.length - a.entries.length);
}

export const cell = (entry: ProgressEntry, expert: string) => entry.sheets.find((s) => s.expert === expert);

export const tallyStates = (progress: Progress): Record<SheetState, number> & { signed: number } => {
	const out = { missing: 0, in: 0, amended: 0, recused: 0, signed: 0 };
	for (const entry of progress.entries)
		for (const sheet of entry.sheets) {
			if (sheet.state !== "missing" || due(entry)) out[sheet.state]++;
			if (sheet.signed) out.signed++;
		}
	return out;
};
