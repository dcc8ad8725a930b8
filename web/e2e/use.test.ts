// What a visitor does: switch language and theme, look into a tie, search, open a seal and check it, project the wall.
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch, open, settle, shoot, survey, type Ground } from "./browser";

let browser: Browser;
const ground: Ground = await survey();
const home = `/c/${ground.contest}`;

beforeAll(async () => {
	browser = await launch();
});
afterAll(() => browser?.close());

describe("switches", () => {
	it("keep language and theme over a reload", async () => {
		const { context, page, errors } = await open(browser, "/", { lang: "en" });
		await page.getByRole("button", { name: "切换到中文" }).click();
		expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
		await page.getByRole("button", { name: /外观/ }).click();
		await page.getByRole("button", { name: /外观/ }).click();
		expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
		await page.reload();
		await page.locator("h1").waitFor();
		expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
		expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
		expect(errors).toEqual([]);
		await context.close();
	});
	it("the first Tab offers the way to the content", async () => {
		const { context, page } = await open(browser, home, { lang: "en" });
		await page.keyboard.press("Tab");
		expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe("#main");
		await context.close();
	});
});

describe("board", () => {
	const board = `${home}/s/${ground.published}`;
	it("draws the cut with its quota, and the seal opens a proof that holds", async () => {
		const { context, page, errors } = await open(browser, board, { lang: "en" });
		expect(await page.locator("tr.cut").count()).toBe(1);
		expect(await page.locator("tr.cut").innerText()).toMatch(/Cut line · \d+ places/);
		await page.locator(".top button").click();
		const dialog = page.locator("dialog[open]");
		await dialog.getByRole("button", { name: "Check it now" }).click();
		await dialog.locator("li").nth(2).waitFor();
		expect(await dialog.locator("li.bad").count(), await dialog.innerText()).toBe(0);
		expect(await dialog.locator("li.good").count()).toBeGreaterThanOrEqual(2);
		await shoot(page, "seal-desktop-en", false);
		await page.keyboard.press("Escape");
		expect(await page.locator("dialog[open]").count()).toBe(0);
		expect(errors).toEqual([]);
		await context.close();
	});
	it("opens the deliberation that settled a tie", async () => {
		const { context, page } = await open(browser, board, { lang: "zh" });
		const box = page.locator("tr.deliberated details").first();
		if ((await box.count()) > 0) {
			await box.locator("summary").first().click();
			expect(await box.locator(".firsts li").count()).toBeGreaterThan(1);
			await box.scrollIntoViewIfNeeded();
			await shoot(page, "deliberation-desktop-zh", false);
		}
		await context.close();
	});
	it("finds an entry and keeps its rank", async () => {
		const { context, page } = await open(browser, board, { lang: "en" });
		const title = await page.locator("tbody tr .title").nth(4).innerText();
		const id = await page.locator("tbody tr .about .num").nth(4).innerText();
		await page.getByRole("searchbox").fill(id);
		await page.waitForFunction(() => document.querySelectorAll("tbody tr .title").length === 1);
		expect(await page.locator("tbody tr .title").innerText()).toBe(title);
		await page.getByRole("searchbox").fill("zzzz-nothing");
		await page.getByText("Nothing matches").waitFor();
		await context.close();
	});
	it("gives the board as CSV", async () => {
		const { context, page } = await open(browser, board, { lang: "en" });
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Download CSV" }).click(),
		]);
		const rows = readFileSync((await download.path())!, "utf8")
			.trimEnd()
			.split("\r\n");
		expect(rows[0]).toContain("list,rank,entry,title,team,score");
		expect(rows.length).toBeGreaterThan(2);
		await context.close();
	});
	it("asks again with its ETag and shows the same page", async () => {
		const { context, page } = await open(browser, board, { lang: "en" });
		const answer = await page.waitForResponse(
			(r) => r.url().includes("/stages/") && r.request().headers()["if-none-match"] !== undefined,
			{ timeout: 15_000 },
		);
		expect([200, 304]).toContain(answer.status());
		expect(await page.locator("tbody tr").count()).toBeGreaterThan(1);
		await context.close();
	});
	it("stays readable when the network goes, and says so", async () => {
		const { context, page } = await open(browser, board, { lang: "en" });
		await context.setOffline(true);
		await page.getByText("Connection lost").waitFor({ timeout: 15_000 });
		expect(await page.locator("tbody tr").count()).toBeGreaterThan(1);
		await context.setOffline(false);
		await page.getByText("Connection lost").waitFor({ state: "detached", timeout: 15_000 });
		await context.close();
	});
});

describe("proof", () => {
	it("recomputes the whole ledger in the browser", async () => {
		const { context, page, errors } = await open(browser, `${home}/proof`, { lang: "en" });
		await page.getByRole("button", { name: "Start" }).click();
		await page.locator(".verdict").waitFor({ timeout: 90_000 });
		expect(await page.locator(".check li.bad").allInnerTexts()).toEqual([]);
		expect(await page.locator(".verdict.good").count()).toBe(1);
		await shoot(page, "proof-checked-desktop-en");
		expect(errors).toEqual([]);
		await context.close();
	});
});

describe("wall", () => {
	it("filters by the address, walks by arrow keys and opens by Enter", async () => {
		const { context, page } = await open(browser, `${home}/wall`, { lang: "en" });
		await page.locator(".grid a").first().focus();
		await page.keyboard.press("ArrowRight");
		const second = await page.locator(".grid a").nth(1).getAttribute("href");
		expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe(second);
		await page.keyboard.press("ArrowLeft");
		await page.keyboard.press("ArrowDown");
		expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).not.toBe(second);
		await page.keyboard.press("Enter");
		await page.waitForURL(/\/e\//);
		await context.close();
	});
	it("loads on as one scrolls, without doubles", async () => {
		const { context, page } = await open(browser, `${home}/wall`, { lang: "en" });
		for (let i = 0; i < 12; i++) {
			await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
			await page.waitForTimeout(150);
		}
		const links = await page.locator(".grid a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
		expect(new Set(links).size).toBe(links.length);
		expect(links.length).toBeGreaterThan(60);
		await context.close();
	});
	it("says what to do when nothing fits", async () => {
		const { context, page } = await open(browser, `${home}/wall?q=zzzz-nothing`, { lang: "en" });
		await page.getByText("No entry fits").waitFor();
		await page.getByRole("link", { name: "Clear filters" }).click();
		await page.locator(".grid a").first().waitFor();
		await context.close();
	});
	it("projects with no word under 28 px, turns by key, stands still for those who ask", async () => {
		const { context, page, errors } = await open(browser, `${home}/wall?projector=1`, {
			lang: "zh",
			size: { width: 1920, height: 1080 },
			calm: true,
		});
		await page.locator(".projector li").first().waitFor();
		const small = await page.evaluate(() => {
			const walk = document.createTreeWalker(document.querySelector(".projector")!, NodeFilter.SHOW_TEXT);
			const found: string[] = [];
			while (walk.nextNode()) {
				const text = walk.currentNode.textContent!.trim();
				const size = parseFloat(getComputedStyle(walk.currentNode.parentElement!).fontSize);
				if (text && size < 28) found.push(`${size}px ${text}`);
			}
			return found;
		});
		expect(small).toEqual([]);
		expect(await page.evaluate(() => document.querySelector(".projector")!.scrollHeight <= innerHeight)).toBe(true);
		const first = await page.locator(".projector li").first().innerText();
		await shoot(page, "projector-wall-zh-light", false);
		await page.waitForTimeout(500);
		expect(await page.getByRole("button", { name: "播放" }).count()).toBe(1);
		await page.keyboard.press("ArrowRight");
		await page.waitForTimeout(600);
		expect(await page.locator(".projector li").first().innerText()).not.toBe(first);
		await page.keyboard.press("Escape");
		await page.locator(".projector").waitFor({ state: "detached" });
		expect(errors).toEqual([]);
		await context.close();
	});
});

describe("wall screen", () => {
	it.each(["light", "dark"] as const)("shows the board at 1920 × 1080, %s", async (theme) => {
		const { context, page, errors } = await open(browser, `${home}/s/${ground.published}`, {
			lang: theme === "light" ? "zh" : "en",
			theme,
			size: { width: 1920, height: 1080 },
		});
		await shoot(page, `board-wall-${theme}`, false);
		expect(errors).toEqual([]);
		await context.close();
	});
	it("prints the result as a document", async () => {
		const { context, page } = await open(browser, `${home}/s/${ground.published}`, { lang: "zh" });
		await page.emulateMedia({ media: "print" });
		expect(await page.locator("header.head").isVisible()).toBe(false);
		expect(await page.locator(".proof-note").isVisible()).toBe(true);
		await settle(page);
		await shoot(page, "board-print-zh");
		await context.close();
	});
});
