import { describe, expect, it } from "vitest";
import {
	changesOf,
	civilClock,
	civilDay,
	clashMap,
	daysOf,
	fromCivil,
	iso,
	key,
	lateBy,
	MINUTE,
	moveBy,
	moveTo,
	nowAndNext,
	scaleOf,
	setLength,
	sorted,
	swap,
	topOf,
	type Piece,
	type Slot,
} from "../src/lib/timetable";

const NINE = Date.parse("2026-05-01T01:00:00Z"); // 09:00 at +08:00
const EIGHT = 480;
const piece = (entry: string, from: number, long = 15, heat = "a"): Piece => ({
	entry,
	heat,
	from: NINE + from * MINUTE,
	until: NINE + (from + long) * MINUTE,
});
const shown = (list: readonly Piece[], heat = "a"): string =>
	sorted(list.filter((p) => p.heat === heat))
		.map((p) => `${p.entry}${(p.from - NINE) / MINUTE}-${(p.until - NINE) / MINUTE}`)
		.join(" ");

describe("civil time", () => {
	it("is the contest's, there and back", () => {
		expect(civilDay(NINE, EIGHT)).toBe("2026-05-01");
		expect(civilClock(NINE, EIGHT)).toBe("09:00");
		expect(civilDay(NINE, -120)).toBe("2026-04-30");
		expect(fromCivil("2026-05-01T09:00", EIGHT)).toBe(NINE);
		expect(fromCivil("2026-05-01", EIGHT)).toBeNull();
		expect(daysOf([piece("A", 0), piece("B", 24 * 60), piece("C", 5)], EIGHT)).toEqual(["2026-05-01", "2026-05-02"]);
	});
	it("is drawn from a half hour to a half hour, so that the shortest can be read", () => {
		const scale = scaleOf([piece("A", 5, 10), piece("B", 20, 15)]);
		expect(civilClock(scale.from, EIGHT)).toBe("09:00");
		expect(civilClock(scale.until, EIGHT)).toBe("10:00");
		expect(topOf(scale, NINE + 10 * MINUTE)).toBeCloseTo(46);
	});
});

describe("edits", () => {
	const day = [piece("A", 0, 10), piece("B", 12, 20), piece("C", 40, 5), piece("X", 0, 15, "b")];
	it("move, stretch, keep the rest", () => {
		expect(shown(moveBy(day, "a B", 3))).toBe("A0-10 B15-35 C40-45");
		expect(shown(moveTo(day, "a C", NINE + 60 * MINUTE))).toBe("A0-10 B12-32 C60-65");
		expect(shown(setLength(day, "a A", 12))).toBe("A0-12 B12-32 C40-45");
		expect(shown(setLength(day, "a A", 0))).toBe("A0-1 B12-32 C40-45");
	});
	it("swap neighbours within the time that both had", () => {
		expect(shown(swap(day, "a A", 1, EIGHT))).toBe("B0-20 A22-32 C40-45");
		expect(shown(swap(day, "a C", -1, EIGHT))).toBe("A0-10 C12-17 B25-45");
		expect(shown(swap(day, "a A", -1, EIGHT))).toBe(shown(day));
		expect(shown(swap(day, "b X", 1, EIGHT), "b")).toBe("X0-15");
	});
	it("by 10,000 random swaps nobody overlaps, and nobody is lost", () => {
		let seed = 7;
		const random = (n: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
		let list: Piece[] = [];
		for (let i = 0, at = 0; i < 12; i++) {
			const long = 5 + random(20);
			list.push(piece(`E${i}`, at, long));
			at += long + random(4);
		}
		const names = list.map((p) => p.entry).sort().join();
		for (let i = 0; i < 10_000; i++) {
			list = swap(list, key(list[random(list.length)]!), random(2) ? 1 : -1, EIGHT);
			const order = sorted(list);
			for (let k = 1; k < order.length; k++) if (order[k]!.from < order[k - 1]!.until) throw new Error(`overlap at ${i}`);
		}
		expect(list.map((p) => p.entry).sort().join()).toBe(names);
	});
	it("are counted against what is in force", () => {
		expect(changesOf(day, day)).toBe(0);
		expect(changesOf(moveBy(day, "a B", 1), day)).toBe(1);
		expect(changesOf(day.slice(1), day)).toBe(1);
		expect(changesOf(day, [])).toBe(4);
	});
});

describe("what pages say", () => {
	const slot = (entry: string, from: number, more: Partial<Slot> = {}): Slot => ({
		entry,
		heat: "a",
		from: iso(NINE + from * MINUTE),
		until: iso(NINE + (from + 15) * MINUTE),
		...more,
	});
	it("now and next, by the clock and by the floor", () => {
		const plain = nowAndNext([slot("A", 0), slot("B", 15), slot("C", 30)], NINE + 5 * MINUTE);
		expect([[...plain.now], [...plain.next]]).toEqual([["a A"], ["a B"]]);
		const floor = nowAndNext(
			[slot("A", 0, { phase: "locked" }), slot("B", 15, { phase: "pitching" }), slot("C", 30, { phase: "waiting" })],
			NINE + 500 * MINUTE,
		);
		expect([[...floor.now], [...floor.next]]).toEqual([["a B"], ["a C"]]);
		expect([...nowAndNext([slot("A", 0, { withdrawn: true })], NINE).now]).toEqual([]);
		expect([...nowAndNext([slot("A", 24 * 60)], NINE).next]).toEqual([]);
	});
	it("how late, by the plan that was", () => {
		expect(lateBy(slot("A", 0))).toBeNull();
		expect(lateBy(slot("A", 0, { started: iso(NINE + 7 * MINUTE) }))).toBe(7);
		const real = iso(NINE + 30 * MINUTE);
		expect(lateBy(slot("A", 30, { started: real, was: { heat: "a", from: iso(NINE) } }))).toBe(30);
	});
	it("a clash stands at both", () => {
		const map = clashMap([
			{ kind: "team", entry: "A", heat: "a", other: "B", other_heat: "b" },
			{ kind: "away", entry: "A", heat: "a", expert: "J" },
		]);
		expect([map.get("a A")?.length, map.get("b B")?.length]).toEqual([2, 1]);
	});
});
