import { describe, expect, it } from "vitest";
import {
	bytes,
	date,
	dateTime,
	grouped,
	integer,
	mark,
	minutes,
	percent,
	score,
	span,
	splitScore,
} from "../src/lib/format";
import { half, languageFrom, langOf, phrases, pick } from "../src/lib/text";

describe("numbers", () => {
	it("cuts a score at its point", () => {
		expect(splitScore(88.8, 2)).toEqual({ whole: "88", fraction: ".80" });
		expect(splitScore(7, 0)).toEqual({ whole: "7", fraction: "" });
		expect(splitScore(-1.5, 1)).toEqual({ whole: "−1", fraction: ".5" });
		expect(splitScore(null, 2)).toBeNull();
		expect(score(undefined, 2)).toBe("–");
	});
	it("shows marks with the places they have", () => {
		expect([mark(91), mark(91.5), mark(0.1 + 0.2), mark(null), mark(77.3456)]).toEqual([
			"91",
			"91.5",
			"0.3",
			"–",
			"77.3456",
		]);
	});
	it("groups and abbreviates", () => {
		expect([integer(0), integer(999), integer(1457), integer(1234567)]).toEqual(["0", "999", "1,457", "1,234,567"]);
		expect([percent(69, 100), percent(1, 3), percent(1, 0)]).toEqual(["69%", "33%", "–"]);
		expect([bytes(0), bytes(1023), bytes(1536), bytes(5 * 1024 * 1024 * 10)]).toEqual([
			"0 B",
			"1023 B",
			"1.5 kB",
			"50 MB",
		]);
		expect([minutes(600), minutes(90), minutes(undefined)]).toEqual(["10", "1.5", ""]);
		expect(grouped("0123456789abcdef", 4)).toBe("0123 4567 89ab cdef");
	});
});

describe("times", () => {
	it("shows the contest's own clock when the stamp carries an offset", () => {
		expect(dateTime("2020-11-10T09:00:00+08:00", "zh")).toBe("2020年11月10日 09:00 (UTC+8)");
		expect(dateTime("2020-11-10T09:00:00-03:30", "en")).toBe("10 Nov 2020 09:00 (UTC−3:30)");
		expect(dateTime("2020-11-10T01:00:00.000Z", "en", 480)).toBe("10 Nov 2020 09:00 (UTC+8)");
		expect(dateTime("nonsense", "en")).toBe("");
		expect(date(undefined, "en")).toBe("");
	});
	it("says once what both ends of a span share", () => {
		const s = (a: string, b: string, lang: "zh" | "en") => span(`${a}T09:00:00+08:00`, `${b}T18:00:00+08:00`, lang);
		expect(s("2020-11-10", "2020-11-10", "zh")).toBe("2020年11月10日");
		expect(s("2020-11-10", "2020-11-12", "zh")).toBe("2020年11月10日–12日");
		expect(s("2020-11-10", "2020-11-12", "en")).toBe("10–12 Nov 2020");
		expect(s("2020-06-01", "2020-09-30", "zh")).toBe("2020年6月1日–9月30日");
		expect(s("2020-06-01", "2020-09-30", "en")).toBe("1 Jun – 30 Sep 2020");
		expect(s("2020-12-01", "2021-01-05", "en")).toBe("1 Dec 2020 – 5 Jan 2021");
		expect(span("2020-05-31T16:00:00.000Z", "2020-08-31T16:00:00.000Z", "zh", 480)).toBe("2020年6月1日–8月31日");
		expect(span(undefined, undefined, "en")).toBe("");
	});
});

describe("titles", () => {
	it("falls back to the other language and says so", () => {
		expect(pick({ zh: "甲", en: "A" }, "en")).toBe("A");
		expect(pick({ zh: "甲" }, "en")).toBe("甲");
		expect(langOf({ zh: "甲" }, "en")).toBe("zh");
		expect(pick(undefined, "zh")).toBe("");
	});
	it("picks a rehearsal word's half, and leaves a name that is not of two halves", () => {
		expect(half("彩排项目 014 · Rehearsal entry 014", "zh")).toBe("彩排项目 014");
		expect(half("彩排项目 014 · Rehearsal entry 014", "en")).toBe("Rehearsal entry 014");
		expect([half("广东 Guangdong", "zh"), half("广东 Guangdong", "en")]).toEqual(["广东", "Guangdong"]);
		expect([half("B 轮及以后 B or later", "zh"), half("B 轮及以后 B or later", "en")]).toEqual([
			"B 轮及以后",
			"B or later",
		]);
		expect([half("A+ 轮 A+", "zh"), half("Pre-A 轮 Pre-A", "en")]).toEqual(["A+ 轮", "Pre-A"]);
		for (const whole of ["彩排项目 014", "Rehearsal 014", "a · b", "甲 · 乙", "", "No 中文"])
			expect(half(whole, "en")).toBe(whole);
	});
	it("breaks a Chinese title between words, and loses nothing", () => {
		const title = "第二届中国工业互联网大赛";
		expect(phrases(title).length).toBeGreaterThan(2);
		expect(phrases(title).join("")).toBe(title);
		for (const piece of phrases("大赛“工业互联网+人工智能”专业赛（彩排）")) {
			expect(piece).not.toMatch(/[“（]$/);
			expect(piece).not.toMatch(/^[”）+]/);
		}
		expect(phrases("Contest of steel")).toEqual(["Contest of steel"]);
	});
	it("takes the saved language, then the reader's first that is known", () => {
		expect(languageFrom("en", ["zh-CN"])).toBe("en");
		expect(languageFrom(null, ["fr", "zh-TW", "en"])).toBe("zh");
		expect(languageFrom("xx", ["en-GB"])).toBe("en");
		expect(languageFrom(null, ["fr"])).toBe("en");
	});
});
