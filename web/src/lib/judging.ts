// What the plots of a stage's judging say in their titles, and the rows they draw. Nothing here decides: every figure, every
// line and every alarm is the server's.
import type { Judging, JudgingCut, JudgingEntry, JudgingExpert, JudgingGroup } from "../api/staff";
import { cell } from "./board";

export const WIDE = 1.96; // standard errors on either side of a dot: nineteen intervals in twenty hold the true value
const APART_Z = 2.33; // beyond it differences between experts are hardly chance (1 in 100)
const AROUND = 8; // entries shown on either side of a line
const NEAR = 20; // … at most, however many places are open
const MOST = 120; // that one plot draws
const OPEN = [0.05, 0.95] as const;

// A title: the key of its sentence and the words in it. `who` is an expert's id, `d` points without a sign.
export interface Answer {
	key: string;
	words: Record<string, string | number>;
}

export const points = (value: number): string => {
	const size = Math.abs(value);
	return size.toFixed(size < 0.95 ? 2 : 1);
};
export const signed = (value: number | null | undefined, places = 2): string => {
	if (value == null) return "–";
	const text = Math.abs(value).toFixed(places);
	return Number(text) === 0 ? text : (value < 0 ? "−" : "+") + text;
};
export const plain = (value: number | null | undefined, places = 2): string =>
	value == null ? "–" : value.toFixed(places).replace("-", "−");

// Never quite sure, never quite impossible: chances are drawn.
export function chance(value: number | null): string {
	if (value == null) return "–";
	if (value > 0.99) return "> 99%";
	if (value < 0.01) return "< 1%";
	return `${Math.round(100 * value)}%`;
}
export const isOpen = (e: JudgingEntry): boolean => e.chance != null && e.chance > OPEN[0] && e.chance < OPEN[1];

// ---- experts

export function expertsOf(judging: Judging, group: JudgingGroup | undefined): JudgingExpert[] {
	const members = new Set(group?.experts);
	return judging.experts.filter((x) => members.has(x.expert));
}

// The strictest first.
export function severities(experts: readonly JudgingExpert[]): JudgingExpert[] {
	return experts.filter((x) => x.severity != null).sort((a, b) => b.severity! - a.severity!);
}

export function severityAnswer(group: JudgingGroup | undefined, experts: readonly JudgingExpert[]): Answer | null {
	const rows = severities(experts);
	if (!group?.severity || rows.length === 0) return null;
	if ((group.severity.chi2_z ?? 0) < APART_Z) return { key: "level", words: { n: rows.length } };
	const far = rows.reduce((a, b) => (Math.abs(b.severity!) > Math.abs(a.severity!) ? b : a));
	return { key: far.severity! > 0 ? "stricter" : "milder", words: { who: far.expert, d: points(far.severity!) } };
}

// ---- drift

export type Drift = JudgingExpert["drift"][number];

export const strongest = (x: JudgingExpert): Drift | null =>
	x.drift.reduce<Drift | null>((a, b) => (a && Math.abs(a.z) >= Math.abs(b.z) ? a : b), null);

// Those with several sessions, the most changed first.
export function drifting(experts: readonly JudgingExpert[]): JudgingExpert[] {
	const size = (x: JudgingExpert): number => Math.abs(strongest(x)?.z ?? 0);
	return experts.filter((x) => x.drift.length > 1).sort((a, b) => size(b) - size(a));
}

export function driftAnswer(experts: readonly JudgingExpert[], session: (index: number) => string): Answer | null {
	const rows = drifting(experts);
	if (rows.length === 0) return null;
	const alarms = rows.filter((x) => x.drift.some((d) => d.alarm));
	if (alarms.length === 0) return { key: "steady", words: { n: rows.length } };
	const worst = strongest(alarms[0]!)!;
	return {
		key: worst.shift > 0 ? "stricter" : "milder",
		words: { who: alarms[0]!.expert, d: points(worst.shift), where: session(worst.session) },
	};
}

// With two sessions both say the same, so they are one comparison.
export const comparisons = (experts: readonly JudgingExpert[]): number =>
	drifting(experts).reduce((n, x) => n + (x.drift.length === 2 ? 1 : x.drift.length), 0);

// ---- cuts

export interface CutRow {
	entry: JudgingEntry;
	place: number; // by the adjusted score, from 1
	inside: boolean;
}

export function cutRows(judging: Judging, cut: JudgingCut): CutRow[] {
	const byId = new Map(judging.entries.map((e) => [e.entry, e]));
	return cut.entries.flatMap((id, i) => {
		const entry = byId.get(id);
		return entry?.stands == null ? [] : [{ entry, place: cut.first + i + 1, inside: cut.first + i < cut.inside }];
	});
}

// Those around the line, and between them everybody whose place is open, where those are not too many to see.
export function nearLine(rows: readonly CutRow[], cut: JudgingCut): CutRow[] {
	const open = rows.filter((r) => isOpen(r.entry)).map((r) => r.place);
	const first = Math.max(cut.inside - NEAR + 1, Math.min(cut.inside - AROUND + 1, ...open));
	const last = Math.min(cut.inside + NEAR, Math.max(cut.inside + AROUND, ...open));
	return rows.filter((r) => r.place >= first && r.place <= last);
}

// As many as a plot can bear, around the line.
export const drawable = (cut: JudgingCut): number => Math.min(cut.contenders, MOST);
export function aroundLine(rows: readonly CutRow[], cut: JudgingCut): CutRow[] {
	const first = Math.max(1, Math.min(cut.inside - MOST / 2 + 1, cut.contenders - MOST + 1));
	return rows.filter((r) => r.place >= first && r.place < first + MOST);
}

export function cutAnswer(rows: readonly CutRow[], cut: JudgingCut): Answer {
	const open = rows.filter((r) => isOpen(r.entry)).length;
	if (cut.at == null) return { key: "all", words: {} };
	return open === 0 ? { key: "sure", words: {} } : { key: "open", words: { n: open } };
}

// The score by the plain mean, on the same scale.
export const hollow = (judging: Judging, e: JudgingEntry): number => (judging.on_scale && !judging.corrected && e.official != null ? e.official : e.raw);

// ---- residuals

export interface Cell {
	total: number;
	left: number | null;
	z: number | null;
}

export function cells(e: JudgingEntry): Map<number, Cell> {
	return new Map(e.marks.map(([x, total, left, z]) => [x!, { total: total!, left: left ?? null, z: z ?? null }]));
}

export function residualAnswer(judging: Judging, experts: readonly JudgingExpert[]): Answer {
	const members = new Set(experts.map((x) => x.expert));
	const far = judging.unusual.find((u) => members.has(u.expert));
	if (!far) return { key: "usual", words: {} };
	const d = far.total - far.expected;
	return { key: d > 0 ? "more" : "less", words: { who: far.expert, entry: far.entry, d: points(d) } };
}

// ---- as a file

// With a mark of its encoding, which spreadsheets need for Chinese.
export const csv = (rows: readonly (readonly (string | number | null | undefined)[])[]): string =>
	"\ufeff" + rows.map((r) => r.map(cell).join(",") + "\r\n").join("");

export function expertsCsv(judging: Judging): string {
	const head = [
		"expert", "class", "group", "sheets", "recused", "mean", "sd", "severity", "se", "among", "spread", "same", "scatter", "scatter_z",
		"infit", "infit_z", "outfit", "outfit_z", "linked", "linked_residual",
	];
	const group = (id: string): number => judging.groups.findIndex((g) => g.experts.includes(id)) + 1;
	const sessions = judging.sessions.map((s, i) => [`shift ${i + 1} ${s.heat} ${s.from ?? ""}`.trim(), `z ${i + 1}`]).flat();
	const rows = judging.experts.map((x) => [
		x.expert, x.class, group(x.expert), x.sheets, x.recused, x.mean, x.sd, x.severity, x.se, x.among, x.spread, x.same, x.scatter,
		x.scatter_z, x.infit, x.infit_z, x.outfit, x.outfit_z, x.linked, x.linked_residual,
		...judging.sessions.flatMap((_, i) => {
			const d = x.drift.find((one) => one.session === i);
			return [d?.shift, d?.z];
		}),
	]);
	return csv([[...head, ...sessions], ...rows]);
}

export function entriesCsv(judging: Judging): string {
	const head = ["entry", "title", "heat", "group", "sheets", "raw", "official", "adjusted", "se", "stands", "among", "chance"];
	const rows = judging.entries.map((e) => [
		e.entry, e.title, e.heat, e.group + 1, e.sheets, e.raw, e.official, e.adjusted, e.se, e.stands, e.among, e.chance,
	]);
	return csv([head, ...rows]);
}
