// Marks as whole numbers of 1/10,000 and as the decimals people write. No mark and no total passes through a float.

export const ONE = 10_000;

// "9.5" → 95000; null for what is no decimal of at most four places.
export function toUnits(text: string): number | null {
	const found = /^(-?)(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text);
	if (!found) return null;
	const units = Number(found[2]) * ONE + Number((found[3] ?? "").padEnd(4, "0"));
	return found[1] ? -units || 0 : units;
}

// 95000 → "9.5": the one spelling that is sent.
export function fromUnits(units: number): string {
	const size = Math.abs(units);
	const fraction = String(size % ONE)
		.padStart(4, "0")
		.replace(/0+$/, "");
	return `${units < 0 ? "-" : ""}${Math.floor(size / ONE)}${fraction ? "." + fraction : ""}`;
}

// With as many decimals as the step has, as it stands on a sheet: 9 of step 0.5 is "9.0".
export function shown(units: number, step: number): string {
	const places = fromUnits(step).split(".")[1]?.length ?? 0;
	const [whole = "", fraction = ""] = fromUnits(units).split(".");
	const filled = places > 0 ? `${whole}.${fraction.padEnd(places, "0")}` : fraction ? `${whole}.${fraction}` : whole;
	return filled.replace("-", "−");
}

export interface Scale {
	min: number;
	max: number;
	step: number; // units, all three
}
export const onScale = (units: number, { min, max, step }: Scale): boolean =>
	units >= min && units <= max && (units - min) % step === 0;

// The mark of the scale that is nearest; a half goes up.
export function snapped(units: number, { min, max, step }: Scale): number {
	const held = Math.min(max, Math.max(min, units));
	const steps = Math.floor((2 * (held - min) + step) / (2 * step));
	const last = Math.floor((max - min) / step);
	return min + Math.min(steps, last) * step;
}

export interface Weighed {
	weight: number;
	units: number | null;
}

// A sheet's total: Σ weight × mark, divided by Σ weight where the rule takes the mean; rounded half away from zero for the eye.
// While criteria lack, the mean is of those marked: `whole` says whether it is the sheet's.
export function total(marks: readonly Weighed[], mean: boolean, decimals: number): string | null {
	const marked = marks.filter((m) => m.units !== null);
	if (marked.length === 0) return null;
	let sum = 0n;
	let weights = 0n;
	for (const m of marked) {
		sum += BigInt(m.weight) * BigInt(m.units!);
		weights += BigInt(m.weight);
	}
	const divisor = BigInt(ONE) * (mean ? weights : 1n);
	if (divisor === 0n) return null;
	const scaled = sum * 10n ** BigInt(decimals);
	const negative = scaled < 0n !== divisor < 0n && scaled !== 0n;
	const [top, bottom] = [scaled < 0n ? -scaled : scaled, divisor < 0n ? -divisor : divisor];
	const rounded = (2n * top + bottom) / (2n * bottom);
	const digits = String(rounded).padStart(decimals + 1, "0");
	const text = decimals > 0 ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits;
	return negative && rounded !== 0n ? `−${text}` : text;
}
