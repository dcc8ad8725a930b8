// A ranking as the page draws it: where the ties are, where the cut line runs, what a spreadsheet gets.
import type { BoardRow, Deliberation, StageBoard } from "../api/client";
import { pick, type Lang } from "./text";

export interface Tie {
	from: number;
	to: number; // inclusive
	deliberation?: Deliberation;
}

const same = (a: BoardRow, b: BoardRow): boolean =>
	a.exact !== undefined && b.exact !== undefined ? a.exact === b.exact : a.score === b.score;

// Neighbours that share a score. A row without a score is tied with nobody.
export function ties(rows: readonly BoardRow[], deliberations: readonly Deliberation[] = []): Tie[] {
	const found: Tie[] = [];
	for (let from = 0; from < rows.length; from++) {
		const first = rows[from]!;
		if (!first.tied || first.score == null) continue;
		let to = from;
		while (to + 1 < rows.length && rows[to + 1]!.tied && same(first, rows[to + 1]!)) to++;
		if (to > from) {
			const ids = new Set(rows.slice(from, to + 1).map((r) => r.entry));
			found.push({ from, to, deliberation: deliberations.find((d) => d.entries.some((e) => ids.has(e))) });
		}
		from = to;
	}
	return found;
}

export type Line =
	| { kind: "row"; row: BoardRow; index: number; tie?: { tie: Tie; at: "start" | "middle" | "end" } }
	| { kind: "cut"; tied: boolean } // tied: the line runs through a tie
	| { kind: "deliberation"; tie: Tie; deliberation: Deliberation };

// The lines of a board in drawing order. `shown` filters rows; the line stays where it runs among those left.
export function lines(
	rows: readonly BoardRow[],
	cutAfter: number | undefined,
	deliberations: readonly Deliberation[],
	shown: (row: BoardRow) => boolean = () => true,
): Line[] {
	const tied = ties(rows, deliberations);
	const out: Line[] = [];
	let cutDone = !cutAfter;
	rows.forEach((row, index) => {
		if (!cutDone && index >= cutAfter!) {
			out.push({ kind: "cut", tied: tied.some((t) => t.from < index && index <= t.to) });
			cutDone = true;
		}
		const tie = tied.find((t) => index >= t.from && index <= t.to);
		if (shown(row)) {
			const at = tie && (index === tie.from ? "start" : index === tie.to ? "end" : "middle");
			out.push({ kind: "row", row, index, tie: tie && at ? { tie, at } : undefined });
		}
		if (tie?.deliberation && index === tie.to && rows.slice(tie.from, tie.to + 1).some(shown))
			out.push({ kind: "deliberation", tie, deliberation: tie.deliberation });
	});
	if (!cutDone && cutAfter! >= rows.length && rows.length > 0) out.push({ kind: "cut", tied: false });
	return out;
}

export function matches(row: { entry: string; title: string; team: string }, words: string): boolean {
	const text = `${row.entry} ${row.title} ${row.team}`.toLowerCase();
	return words
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));
}

// A cell that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.
export function cell(value: string | number | null | undefined): string {
	if (value == null) return "";
	if (typeof value === "number") return String(value);
	const text = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csv(board: StageBoard, lang: Lang): string {
	const raw = board.beside === "raw-mean";
	const beside = raw ? ["raw mean"] : [];
	const head = ["list", "rank", "entry", "title", "team", "score", ...beside, "exact", "fate", "settled", "reserve", "awards"];
	const out = [head.join(",")];
	for (const list of board.lists)
		for (const row of list.rows)
			out.push(
				[
					pick(list.title, lang),
					row.rank || null,
					row.entry,
					row.title,
					row.team,
					row.score == null ? null : row.score.toFixed(board.decimals),
					...(raw ? [row.raw_mean] : []),
					row.exact,
					row.fate,
					row.settled,
					row.reserve,
					row.awards?.join(" "),
				]
					.map(cell)
					.join(","),
			);
	return "\ufeff" + out.join("\r\n") + "\r\n";
}
