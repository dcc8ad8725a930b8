import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Me } from "../src/api/client";
import { ACTIONS, homeOf, may, rooms } from "../src/lib/may";

const who = (roles: Me["roles"], more: Partial<Me> = {}): Me => ({
	id: "account:1",
	admin: false,
	roles,
	expires: "2026-05-01T00:00:00Z",
	token: "t",
	...more,
});

it("is the table of the program", () => {
	const source = readFileSync(new URL("../../src/app/principal.c", import.meta.url), "utf8");
	const table = Object.fromEntries(
		[...source.matchAll(/\[ACT_\w+\] = \{"([a-z-]+)", ([^}]+)\}/g)].map((row) => [
			row[1],
			[...row[2]!.matchAll(/BIT\((\w+)\)/g)].map((r) => r[1]!.toLowerCase()),
		]),
	);
	expect(table).toEqual(ACTIONS);
});

describe("a role", () => {
	it("counts in its own contest only", () => {
		const chair = who([{ contest: "a", role: "chair" }]);
		expect(may(chair, "a", "see-tally")).toBe(true);
		expect(may(chair, "b", "see-tally")).toBe(false);
		expect(may(null, "a", "see-tally")).toBe(false);
		expect(may(who([], { admin: true }), "b", "close")).toBe(true);
		expect(may(who([], { admin: true }), "b", "see-tally")).toBe(false);
	});
	it("of a link reaches no further than its heat", () => {
		const link = who([{ contest: "a", role: "chair" }], { stage: "final", heat: "h1" });
		expect(may(link, "a", "see-progress", { stage: "final", heat: "h1" })).toBe(true);
		expect(may(link, "a", "see-progress", { stage: "final", heat: "h2" })).toBe(false);
		expect(may(link, "a", "close", { stage: "final" })).toBe(false);
		expect(may(link, "a", "see-ledger")).toBe(false);
	});
	it("opens its rooms and leads to the first", () => {
		expect(rooms(who([{ contest: "a", role: "viewer" }]), "a")).toEqual([]);
		expect(rooms(who([{ contest: "a", role: "organiser" }]), "a")).toEqual(["desk", "notary", "people", "floor"]);
		expect(rooms(who([{ contest: "a", role: "expert", expert: "J-1" }]), "a")).toEqual(["mark", "interests"]);
		expect(homeOf(who([{ contest: "a", role: "expert", expert: "J-1" }]))).toBe("/c/a/mark");
		expect(homeOf(who([{ contest: "a", role: "floor" }], { stage: "s", heat: "h" }))).toBe("/c/a/floor/s/h");
		expect(homeOf(who([{ contest: "a", role: "supervisor" }], { stage: "s" }))).toBe("/c/a/desk/s");
		expect(homeOf(who([{ contest: "a", role: "notary" }]))).toBe("/c/a/desk");
		expect(homeOf(who([{ contest: "a", role: "chair" }, { contest: "b", role: "chair" }]))).toBe("/me");
	});
});
