// Conflicts as a page shows them: grouped, counted, written out. Plain functions over what the API says.
import type { Conflict, Evidence, Ground, Interest } from "../api/conflicts";

export const GROUNDS: readonly Ground[] = ["organisation", "parent", "mail", "declared", "mentor", "investor", "publication", "past", "other"];

export const pairKey = (c: Conflict): string => `${c.entry.id} ${c.expert.id}`;

// A name that only resembles another: never confirmed among many.
export const isHint = (e: Evidence): boolean => e.detail.how === "similar";
export const onlyHints = (c: Conflict): boolean => c.evidence.every((e) => isHint(e) || e.state !== "found");

export interface Group {
	id: string;
	title: string;
	organisation: string;
	pairs: Conflict[];
}
export type GroupBy = "expert" | "entry";
export function groups(pairs: readonly Conflict[], by: GroupBy): Group[] {
	const all = new Map<string, Group>();
	for (const c of pairs) {
		const one = by === "expert" ? { ...c.expert, title: c.expert.name } : c.entry;
		let group = all.get(one.id);
		if (!group) all.set(one.id, (group = { id: one.id, title: one.title, organisation: one.organisation, pairs: [] }));
		group.pairs.push(c);
	}
	return [...all.values()];
}

// How many undecided pairs each ground would confirm at once.
export function bulk(pairs: readonly Conflict[]): { ground: Ground; n: number }[] {
	return GROUNDS.map((ground) => ({
		ground,
		n: pairs.filter((c) => c.evidence.some((e) => e.ground === ground && e.state === "found" && !isHint(e))).length,
	})).filter((g) => g.n > 0);
}

export const asksBack = (c: Conflict): string | null =>
	c.state === "confirmed" ? (c.evidence.find((e) => e.detail.back !== undefined)?.detail.back ?? null) : null;

// A row of CSV; what a spreadsheet would take for a formula is kept a text.
export function csvRow(cells: readonly string[]): string {
	return cells
		.map((c) => (/^[=+\-@\t]/.test(c) ? `'${c}` : c))
		.map((c) => (/[",\n\r]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c))
		.join(",");
}

export interface InterestCount {
	gladly: number;
	not: number;
	conflicts: number;
	any: number;
}
// Of whom the expert must not mark, wishes are of no interest.
export const isOut = (e: Interest): boolean => e.conflict?.state === "confirmed";
export function countInterests(entries: readonly Interest[]): InterestCount {
	const count = { gladly: 0, not: 0, conflicts: 0, any: 0 };
	for (const e of entries)
		if (isOut(e)) count.conflicts++;
		else if (e.want === "gladly") count.gladly++;
		else if (e.want === "rather-not") count.not++;
		else count.any++;
	return count;
}

export const matches = (words: string, texts: readonly (string | undefined)[]): boolean => {
	const wanted = words.trim().toLowerCase();
	return !wanted || texts.some((t) => t?.toLowerCase().includes(wanted));
};
