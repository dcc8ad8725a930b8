import { describe, expect, it } from "vitest";
import { fromUnits, onScale, shown, snapped, total, toUnits } from "../src/lib/units";

describe("marks", () => {
	it.each([
		["9.5", 95_000],
		["0", 0],
		["-0.25", -2500],
		["10.0000", 100_000],
		["999999999.9999", 9_999_999_999_999],
	])("%s is %i units", (text, units) => expect(toUnits(text)).toBe(units));
	it.each(["", ".", "1.", ".5", "1e3", "1.00001", "+1", "1,5", " 1", "1234567890"])("%j is no mark", (text) =>
		expect(toUnits(text)).toBeNull(),
	);
	it("have one spelling", () => {
		for (const text of ["9.5", "0", "-0.25", "10", "0.0001", "8.75"]) expect(fromUnits(toUnits(text)!)).toBe(text);
		expect(fromUnits(toUnits("9.50")!)).toBe("9.5");
	});
	it("stand with the decimals of their step", () => {
		expect(shown(90_000, 5000)).toBe("9.0");
		expect(shown(90_000, 10_000)).toBe("9");
		expect(shown(-2500, 2500)).toBe("−0.25");
	});
	it("snap to the scale, which may begin anywhere", () => {
		const scale = { min: 10_000, max: 100_000, step: 25_000 }; // 1, 3.5, 6, 8.5
		expect([0, 22_499, 22_500, 84_000, 100_000].map((u) => snapped(u, scale))).toEqual([
			10_000, 10_000, 35_000, 85_000, 85_000,
		]);
		expect(onScale(60_000, scale)).toBe(true);
		expect(onScale(100_000, scale)).toBe(false);
	});
});

describe("a total", () => {
	const w = (weight: number, mark: string | null) => ({ weight, units: mark === null ? null : toUnits(mark) });
	it("is the weighted mean, half up, exactly", () => {
		expect(total([w(35, "88.5"), w(30, "90"), w(20, "75"), w(15, "80")], true, 2)).toBe("84.98"); // 84.975
		expect(total([w(1, "1"), w(1, "1"), w(1, "0")], true, 2)).toBe("0.67");
		expect(total([w(1, "-1"), w(1, "-1"), w(1, "0")], true, 2)).toBe("−0.67");
	});
	it("or the sum, deductions and all", () => {
		expect(total([w(1, "9.5"), w(2, "0.1"), w(-1, "1")], false, 1)).toBe("8.7");
	});
	it("of nothing is nothing", () => {
		expect(total([w(1, null)], true, 2)).toBeNull();
		expect(total([w(0, "1")], true, 2)).toBeNull();
		expect(total([w(1, null), w(1, "7")], true, 0)).toBe("7");
	});
});
