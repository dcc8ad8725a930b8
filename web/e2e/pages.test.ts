// Every page at three widths, in both languages: a quiet console, no sideways scrolling, nothing serious for axe.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goto, launch, newPage, open, shoot, survey, widths, type Ground, type Seen, type Width } from "./browser";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser: Browser;
const ground: Ground = await survey();

beforeAll(async () => {
	browser = await launch();
});
afterAll(() => browser?.close());

// axe comes in by the debugger, so that the page's own policy stays in force for the page.
async function complaints(page: Page): Promise<string[]> {
	await page.evaluate(axe);
	return page.evaluate(async () => {
		const found = await (window as any).axe.run(document, { resultTypes: ["violations"] });
		return found.violations
			.filter((v: any) => v.impact === "serious" || v.impact === "critical")
			.map(
				(v: any) =>
					`${v.id}: ${v.nodes
						.slice(0, 3)
						.map((n: any) => n.html.slice(0, 160))
						.join(" | ")}`,
			);
	});
}

const overflow = (page: Page): Promise<number> =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function look(seen: Seen, path: string, shot: string): Promise<void> {
	await goto(seen, path);
	await shoot(seen.page, shot);
	expect(await seen.page.title()).not.toBe("");
	expect(await overflow(seen.page), "sideways scrolling").toBe(0);
	expect(await complaints(seen.page)).toEqual([]);
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
		expect(await complaints(page)).toEqual([]);
		await context.close();
	});
});
