// A running board as a screen draws it: rows shown so far, blank places for those that are not, the cut line, ties.
import type { ScreenList, ScreenRow } from "../api/floor";

export type Slot =
	| { kind: "row"; row: ScreenRow; tie?: "start" | "middle" | "end" }
	| { kind: "blank"; rank: number | null }
	| { kind: "more"; count: number } // that many blank places in one
	| { kind: "cut"; tied: boolean };

const key = (r: ScreenRow): number => r.rank;

// `end`: shown from the last place up, so that the places above are the blank ones. Else blank places only fill the page of
// `size` that has been begun.
export function slots(list: ScreenList, end: boolean, size = Infinity): Slot[] {
	const rows = [...list.shown].sort((a, b) => a.rank - b.rank);
	const out: Slot[] = [];
	if (end) for (let n = 1; n <= list.hidden; n++) out.push({ kind: "blank", rank: n });
	rows.forEach((row, i) => {
		const before = i > 0 && key(rows[i - 1]!) === key(row);
		const after = i + 1 < rows.length && key(rows[i + 1]!) === key(row);
		const tie = before ? (after ? "middle" : "end") : after ? "start" : undefined;
		out.push({ kind: "row", row, ...(tie ? { tie } : {}) });
	});
	if (!end) {
		const room = size === Infinity ? list.hidden : Math.max(1, Math.ceil(rows.length / size)) * size - rows.length;
		const blank = list.hidden <= room ? list.hidden : room - 1;
		for (let n = 0; n < blank; n++) out.push({ kind: "blank", rank: null });
		if (room > 0 && list.hidden > room) out.push({ kind: "more", count: list.hidden - blank });
	}
	const places = list.places ?? 0;
	if (places > 0 && places <= out.length) {
		const next = out[places];
		const tied = next?.kind === "row" && (next.tie === "middle" || next.tie === "end");
		out.splice(places, 0, { kind: "cut", tied });
	}
	return out;
}

// In pages of `size` places each; the cut line belongs to the page above it and takes no place.
export function pages(all: readonly Slot[], size: number): Slot[][] {
	const out: Slot[][] = [[]];
	let places = 0;
	for (const slot of all) {
		if (slot.kind !== "cut" && places === size) {
			out.push([]);
			places = 0;
		}
		out.at(-1)!.push(slot);
		if (slot.kind !== "cut") places++;
	}
	return out;
}

export const pageOf = (paged: readonly Slot[][], entry: string): number =>
	Math.max(
		0,
		paged.findIndex((page) => page.some((s) => s.kind === "row" && s.row.entry === entry)),
	);

// Which of a stage's lists a heat's screen shows: the one with its entries, else the one of its name, else the first.
export function listOf(lists: readonly ScreenList[], heat: string, entries: readonly string[]): ScreenList | undefined {
	const known = new Set(entries);
	return (
		lists.find((l) => l.shown.some((r) => known.has(r.entry))) ?? lists.find((l) => l.list === heat) ?? lists[0]
	);
}

// A score as it was sent, with the stage's decimals and a real minus sign.
export function scoreText(score: string | number, decimals: number): string {
	const text = typeof score === "number" ? score.toFixed(decimals) : score;
	const [whole = "", fraction = ""] = text.split(".");
	const padded = fraction.padEnd(decimals, "0");
	return whole.replace("-", "−") + (padded ? `.${padded}` : "");
}
