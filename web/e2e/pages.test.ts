// Every page at three widths, in both languages: a quiet console, no sideways scrolling, nothing serious for axe.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe, overflow } from "./axe";
import { goto, launch, newPage, open, shoot, survey, widths, type Ground, type Seen, type Width } from "./browser";

let browser: Browser;
const ground: Ground = await survey();

beforeAll(async () => {
	browser = await launch();
});
afterAll(() => browser?.close());

async function look(seen: Seen, path: string, shot: string): Promise<void> {
	await goto(seen, path);
	await shoot(seen.page, shot);
	expect(await seen.page.title()).not.toBe("");
	expect(await overflow(seen.page), "sideways scrolling").toBe(0);
	expect(await axe(seen.page)).toEqual([]);
	expect(seen.errors).toEqual([]);
}

describe.each(["zh", "en"] as const)("in %s", (lang) => {
	describe.each(Object.keys(widths) as Width[])("at %s width", (width) => {
		const theme = width === "tablet" ? "dark" : "light";
		let seen: Seen;
		beforeAll(async () => {
			seen = await newPage(browser, { width, lang, theme });
		});
		afterAll(() => seen?.context.close());

		it.each(width === "phone" ? [...ground.pages, ...ground.others] : ground.pages)("$name", async ({ name, path }) => {
			await look(seen, path, `${name}-${width}-${lang}-${theme}`);
			expect(await seen.page.locator("html").getAttribute("lang")).toBe(lang === "zh" ? "zh-CN" : "en");
		});
	});
});

describe("dark and wide", () => {
	let seen: Seen;
	beforeAll(async () => {
		seen = await newPage(browser, { lang: "zh", theme: "dark" });
	});
	afterAll(() => seen?.context.close());

	it.each(ground.pages)("$name has contrast too", ({ name, path }) => look(seen, path, `${name}-desktop-zh-dark`));
});

describe("no page", () => {
	it.each([
		"/nowhere",
		"/c/no-such-contest",
		`/c/${ground.contest}/e/no-such-entry`,
		`/c/${ground.contest}/s/no-such-stage`,
	])("%s says so and leads on", async (path) => {
		const { context, page } = await open(browser, path, { lang: "en", width: "phone" });
		expect(await page.locator(".trouble h1").count()).toBe(1);
		expect(await page.locator(".trouble a").count()).toBeGreaterThan(0);
		expect(await overflow(page)).toBe(0);
		expect(await axe(page)).toEqual([]);
		await context.close();
	});
});
