import { describe, expect, it } from "vitest";
import { pool as en } from "../src/i18n/en/pool";
import { pool as zh } from "../src/i18n/zh/pool";
import { civilToIso, isoToCivil, readAway, writeAway } from "../src/lib/away";
import { csv } from "../src/lib/csv";

describe("times away", () => {
	it("come back as the server wrote them", () => {
		for (const text of ["", "2026-05-03", "2026-05-01 09:00/2026-05-01 12:00; 2026-05-03; 2026-05-07/2026-05-09"])
			expect(writeAway(readAway(text))).toBe(text);
	});
	it("are days or hours, and rows that are half filled in are left out", () => {
		expect(readAway("2026-05-01 09:00/2026-05-01 12:00; 2026-05-03")).toEqual([
			{ days: false, from: "2026-05-01T09:00", until: "2026-05-01T12:00" },
			{ days: true, from: "2026-05-03", until: "2026-05-03" },
		]);
		expect(writeAway([{ days: true, from: "2026-05-03", until: "" }])).toBe("");
	});
	it("are the contest's, whatever the reader's clock says", () => {
		expect(civilToIso("2026-05-01T18:00", 480)).toBe("2026-05-01T10:00:00Z");
		expect(isoToCivil(Date.parse("2026-05-01T10:00:00Z"), 480)).toBe("2026-05-01T18:00");
	});
});

describe("a file for a spreadsheet", () => {
	it("has no formulas in it, and keeps commas and quotes", () => {
		expect(csv([["a,b", 'say "x"', "=1+1", "-2", "李"]])).toBe('\uFEFF"a,b","say ""x""","\'=1+1","\'-2",李\r\n');
	});
});

it("says the same things in both languages", () => {
	const keys = (of: object, at = ""): string[] =>
		Object.entries(of).flatMap(([k, v]) => (typeof v === "object" ? keys(v, `${at}${k}.`) : [`${at}${k}`]));
	expect(keys(en)).toEqual(keys(zh));
});
