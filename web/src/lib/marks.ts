// What a set of sheets says at a glance: the spread of each criterion, and how a cell stands within its column.
import type { EntryStage, Sheet } from "../api/client";

export interface Spread {
	id: string;
	index: number;
	values: number[];
	min: number;
	max: number;
	mean: number;
}

// The mark that counted: the adjusted one where the rule changed it.
export const counted = (sheet: Sheet, index: number): number | null =>
	sheet.recused ? null : (sheet.adjusted?.[index] ?? sheet.marks[index] ?? null);

export const changed = (sheet: Sheet, index: number): boolean => {
	const to = sheet.adjusted?.[index];
	return to != null && to !== sheet.marks[index];
};

export function spreads(stage: EntryStage): Spread[] {
	return stage.criteria.flatMap((c, index) => {
		if (c.by === "official") return [];
		const values = stage.sheets.flatMap((s) => counted(s, index) ?? []);
		if (values.length === 0) return [];
		return [
			{
				id: c.id,
				index,
				values,
				min: Math.min(...values),
				max: Math.max(...values),
				mean: values.reduce((a, b) => a + b, 0) / values.length,
			},
		];
	});
}

// 0 … 1 within the column; a column of equal marks stays plain.
export function heat(value: number | null, spread: Spread | undefined): number {
	if (value == null || !spread || spread.max === spread.min) return 0;
	return (value - spread.min) / (spread.max - spread.min);
}

// 1, 2 or 5 times a power of ten, at least `rough`.
export function niceStep(rough: number): number {
	const power = 10 ** Math.floor(Math.log10(Math.max(rough, 0.001)));
	return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= rough * 0.999) ?? 10 * power;
}

export interface Extremes {
	most: Spread;
	least: Spread;
}
export function extremes(all: readonly Spread[]): Extremes | null {
	const ordered = [...all].sort((a, b) => b.max - b.min - (a.max - a.min));
	const [most, least] = [ordered[0], ordered.at(-1)];
	return most && least && all.some((s) => s.values.length > 1) ? { most, least } : null;
}
