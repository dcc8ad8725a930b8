// How experts judge, as the chair sees it: the answers in the titles, groups and cuts, the table and its files, nothing for others.
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe, overflow } from "./axe";
import { goto, launch, shoot, widths, type Width } from "./browser";
import { Client, enter, type Staff } from "./staff";

const given = JSON.parse(process.env.JUDGING ?? "null") as Record<"watched" | "unmarked" | "expert" | "floor", string> | null;
const links = given!;
const PAGE = "/c/watched/desk/semi/judging";
let browser: Browser;
let chair: Staff;

const answers = (page: Page) => page.locator(".plot-title .answer").allInnerTexts();

async function saved(page: Page, name: string): Promise<string[]> {
	const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
	return [file.suggestedFilename(), ...readFileSync(await file.path(), "utf8").trimEnd().split("\r\n")];
}

describe.skipIf(!given)("how experts judge", () => {
	beforeAll(async () => {
		browser = await launch();
		chair = await enter(browser, links.watched);
	});
	afterAll(() => browser?.close());

	it("is reached from the stage's desk, and says its answers in titles", async () => {
		await goto(chair, "/c/watched/desk/semi");
		await shoot(chair.page, "judging-link-desktop-en");
		await chair.page.getByRole("link", { name: "How the experts judge" }).click();
		await chair.page.locator(".plot-title").first().waitFor();
		expect(new URL(chair.page.url()).pathname).toBe(PAGE);
		const said = await answers(chair.page);
		expect(said[0]).toMatch(/^J-7 is 1\.\d points stricter than the panel$/);
		expect(said[1]).toMatch(/^Leading: the places of \d+ entries are not sure$/);
		expect(said).toContainEqual(expect.stringMatching(/^J-4 was 1\.\d points stricter in Evening than otherwise$/));
		expect(said).toContainEqual(expect.stringMatching(/^J-2 gave E-05 \d\.\d points more than expected$/));
		expect(chair.errors).toEqual([]);
	});

	it("draws a plot of severities and one of the cut, each named by its answer", async () => {
		const { page } = chair;
		await goto(chair, PAGE);
		expect(await page.getByRole("img", { name: /J-7 is .* stricter/ }).locator("canvas").count()).toBe(1);
		expect(await page.getByRole("img", { name: /^Leading: / }).locator("canvas").count()).toBe(1);
		await page.getByRole("button", { name: "Show all 24" }).click();
		await page.getByRole("button", { name: "Only around the line" }).click();
		await page.getByRole("button", { name: /^Rising/ }).click();
		await page.getByRole("img", { name: /^Rising: / }).waitFor();
		const alarm = page.locator("figure", { hasText: "J-4" }).first();
		expect(await alarm.locator("path.dot").count()).toBe(1);
		expect(await alarm.getByRole("img").getAttribute("aria-label")).toMatch(/J-4.*stricter in Evening.*Morning.*Evening/);
		expect(chair.errors).toEqual([]);
	});

	it("names whom to ask once more, and nothing that acts", async () => {
		const { page } = chair;
		const rows = page.locator(".further li");
		expect(await rows.count()).toBeGreaterThan(0);
		expect(await rows.first().innerText()).toMatch(/\d+%[\s\S]*Ask J-\d[\s\S]*error \d\.\d\d → \d\.\d\d/);
		expect(chair.asked.filter((line) => !line.startsWith("GET ")).map((line) => line.split(" ")[1])).toEqual([
			"/api/v1/session/link",
		]);
	});

	it("explains each figure, and by the keyboard alone", async () => {
		const { page } = chair;
		const first = page.locator("details.meaning summary").first();
		await first.focus();
		await page.keyboard.press("Enter");
		await page.getByText("how many points fewer (plus) or more (minus)").waitFor();
		await page.keyboard.press("Enter");
		const table = page.getByRole("region", { name: "All figures of every expert" });
		await table.focus();
		expect(await table.evaluate((box) => document.activeElement === box)).toBe(true);
		const row = table.getByRole("row", { name: /^J-7/ });
		expect(await row.innerText()).toMatch(/\+1\.\d\d/);
		const cell = page.getByRole("region", { name: "Surprises" }).locator("td.far");
		expect(await cell.first().getAttribute("title")).toMatch(/^J-2 for E-05: /);
	});

	it("gives experts and entries to take along", async () => {
		const [name, head, ...rows] = await saved(chair.page, "Experts as CSV");
		expect(name).toBe("watched-semi-experts.csv");
		expect(head).toMatch(/^\ufeffexpert,class,.*severity,se,among/);
		expect(rows).toHaveLength(8);
		const entries = await saved(chair.page, "Entries as CSV");
		expect(entries).toHaveLength(2 + 36);
	});

	it("follows what comes in, and keeps what it shows meanwhile", async () => {
		const quiet = await enter(browser, links.unmarked);
		const { page } = quiet;
		await goto(quiet, "/c/unmarked/desk/semi/judging");
		await page.getByText("No sheet is in yet").waitFor();
		await shoot(page, "judging-empty-desktop-en");
		expect(await axe(page)).toEqual([]);
		await quiet.context.close();
		const judge = await new Client().enter(links.expert);
		await goto(chair, PAGE);
		const before = await chair.page.getByText(/^\d+ sheets$/).innerText();
		const marking = await judge.must<any>("GET", "/contests/watched/marking");
		const heat = marking.heats.find((h: any) => h.entries.some((e: any) => !e.sheet));
		const entry = heat.entries.find((e: any) => !e.sheet).entry;
		await judge.must("POST", `/contests/watched/stages/semi/heats/${heat.heat.id}/sheets`, {
			entry, marks: { plan: "7", use: "7" }, base: 0, draft: "judging-1",
		});
		await chair.page.getByText(`${Number(before.split(" ")[0]) + 1} sheets`).waitFor();
		expect(chair.errors).toEqual([]);
	});

	it("is closed to experts and floor managers", async () => {
		for (const link of [links.expert, links.floor]) {
			const other = await enter(browser, link);
			await goto(other, PAGE);
			await other.page.getByText("Your role does not open this page").waitFor();
			expect(other.asked.filter((line) => line.includes("/judging"))).toEqual([]);
			await other.context.close();
		}
	});

	describe.each(["zh", "en"] as const)("in %s", (lang) => {
		it.each(Object.keys(widths) as Width[])("fits at %s width", async (width) => {
			const staff = await enter(browser, links.watched, { lang, width, theme: width === "tablet" ? "dark" : "light" });
			await goto(staff, PAGE);
			await staff.page.locator(".plot-title").first().waitFor();
			await goto(staff, PAGE);
			await shoot(staff.page, `judging-${width}-${lang}`);
			expect(await overflow(staff.page)).toBe(0);
			expect(await axe(staff.page)).toEqual([]);
			expect(staff.errors).toEqual([]);
			await staff.context.close();
		});
	});
});
