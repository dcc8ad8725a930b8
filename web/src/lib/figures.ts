// The sentence that a chart's title says: its answer.
import type { Figure } from "../api/client";
import { percent } from "./format";

export interface NamedBar {
	id: string;
	name: string;
	count: number;
}

export interface Answer {
	key: "only" | "most" | "two" | "one" | "even";
	words: Record<string, string | number>;
}

export function answer(bars: readonly NamedBar[]): Answer | null {
	const total = bars.reduce((sum, b) => sum + b.count, 0);
	const [first, second] = bars;
	if (!first || total === 0) return null;
	const share = first.count / total;
	const top = first.name;
	if (!second) return { key: "only", words: { top } };
	if (share > 0.5) return { key: "most", words: { top, p: percent(first.count, total) } };
	if (share >= 0.3) return { key: "one", words: { top, p: percent(first.count, total) } };
	const both = (first.count + second.count) / total;
	if (bars.length > 2 && both > 0.5)
		return { key: "two", words: { a: top, b: second.name, p: percent(first.count + second.count, total) } };
	if (bars.length >= 8) return { key: "even", words: { n: bars.length, top, p: percent(first.count, total) } };
	return { key: "one", words: { top, p: percent(first.count, total) } };
}

// The largest bars; what is left is one bar at the end.
export function shorten(bars: readonly NamedBar[], most: number, others: (n: number) => string): NamedBar[] {
	if (bars.length <= most + 1) return [...bars];
	const rest = bars.slice(most);
	return [
		...bars.slice(0, most),
		{ id: "", name: others(rest.length), count: rest.reduce((sum, b) => sum + b.count, 0) },
	];
}

const wide = (text: string): number =>
	Array.from(text, (c) => (c > "\u2e7f" ? 2 : 1) as number).reduce((a, b) => a + b, 0);

// Labels beside bars: at most two lines, and rows tall enough for them.
export const LINE = 24;
export const tall = (names: readonly string[]): boolean => names.some((n) => wide(n) > LINE);
export function clip(name: string): string {
	if (wide(name) <= 2 * LINE - 4) return name;
	let out = "";
	for (const c of name) {
		if (wide(out + c) > 2 * LINE - 5) break;
		out += c;
	}
	return out.trimEnd() + "…";
}

export const order: Figure["id"][] = [
	"division",
	"region",
	"track",
	"scene",
	"province",
	"country",
	"industry",
	"funding",
	"degree",
];
