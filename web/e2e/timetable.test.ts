// A timetable from the draft to a heat that runs late: the chair makes it, the floor moves it, everybody sees it.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe, overflow } from "./axe";
import { base, goto, launch, newPage, open, settle, shoot, type Seen } from "./browser";
import { Client, confirm, enter, type Staff } from "./staff";

// tests/e2e/planning.py says whose links.
const plan = JSON.parse(process.env.PLAN ?? "null") as { chair: string; floor: string } | null;
const C = "/c/plan";
const DESK = `${C}/desk/final/timetable`;
let browser: Browser;
let chair: Staff;
let hall: Seen;

interface Told {
	version: number;
	reason?: string;
	slots: { entry: string; heat: string; from: string; until: string; was?: { from: string } }[];
}
const told = async (): Promise<Told | undefined> =>
	(await (await fetch(`${base}/api/v1/contests/plan/timetable`)).json()).stages[0];
async function version(n: number): Promise<Told> {
	for (let i = 0; i < 50; i++) {
		const now = await told();
		if (now?.version === n) return now;
		await new Promise((later) => setTimeout(later, 100));
	}
	throw new Error(`no version ${n}`);
}
const slot = (page: Page, entry: string) =>
	page.locator(".column .hold").filter({ has: page.locator("b", { hasText: new RegExp(`^${entry}$`) }) });
const from = (t: Told, entry: string): number => Date.parse(t.slots.find((s) => s.entry === entry)!.from);
const MINUTE = 60_000;

describe.skipIf(!plan)("a timetable", () => {
	beforeAll(async () => {
		browser = await launch();
		chair = await enter(browser, plan!.chair);
	});
	afterAll(() => browser?.close());

	it("is not there at first: the public page says so, and the navigation has no way to it", async () => {
		hall = await open(browser, `${C}/timetable`, { lang: "en" });
		await hall.page.getByText("No timetable yet").waitFor();
		expect(await hall.page.getByRole("navigation").getByRole("link", { name: "Timetable" }).count()).toBe(0);
		expect(await axe(hall.page)).toEqual([]);
		await shoot(hall.page, "timetable-none-desktop-en");
	});

	it("is proposed: waits are told, nothing is written", async () => {
		await goto(chair, DESK);
		const { page } = chair;
		await page.getByText("No timetable yet").waitFor();
		expect(await axe(page)).toEqual([]);
		await shoot(page, "slots-empty-desktop-en");
		await page.getByRole("button", { name: "Add a break" }).click();
		await page.getByRole("button", { name: "Make it" }).click();
		await page.getByText("10 changes").waitFor();
		await page.getByText("No clashes").waitFor();
		expect(await page.locator(".column .slot").count()).toBe(10);
		expect(await told()).toBeUndefined();
		await settle(page);
		await shoot(page, "slots-draft-desktop-en");
		expect(await axe(page)).toEqual([]);
	});

	it("is edited by keys and numbers; a clash is amber and named", async () => {
		const { page } = chair;
		await slot(page, "E-1").focus();
		await page.keyboard.press("Alt+ArrowDown");
		const order = await page.locator(".column").first().locator(".hold b").allInnerTexts();
		expect(order.slice(0, 2).sort()).toEqual(["E-1", "E-2"]);
		// E-9 to the minute of E-4, whose team it is
		await slot(page, "E-4").click();
		const start = await page.getByLabel("Begins").first().inputValue();
		await slot(page, "E-9").click();
		await page.getByLabel("Begins").first().fill(start);
		await page.getByLabel("Begins").first().press("Tab");
		await page.getByText(/one team with E-4/).first().waitFor();
		expect(await page.locator(".column .bad").count()).toBeGreaterThan(1);
		await settle(page);
		await shoot(page, "slots-clash-desktop-en");
		expect(await axe(page)).toEqual([]);
		expect(await page.getByRole("button", { name: "Publish the timetable" }).isDisabled()).toBe(true);
		await page.getByRole("button", { name: "Discard the draft" }).click();
		await page.getByRole("button", { name: "Make it" }).click();
		await page.getByText("10 changes").waitFor();
	});

	it("is published: the hall has it at once, side by side, and the calendar", async () => {
		const { page } = chair;
		await confirm(page, "Publish the timetable");
		const one = await version(1);
		expect(one.slots.length).toBe(10);
		await hall.page.locator(".column .slot").first().waitFor();
		expect(await hall.page.locator(".column .slot").count()).toBe(10);
		await settle(hall.page);
		await shoot(hall.page, "timetable-desktop-en");
		expect(await axe(hall.page)).toEqual([]);
		expect(await overflow(hall.page)).toBe(0);
		const ics = await (await fetch(`${base}/api/v1/contests/plan/timetable.ics?heat=hall`)).text();
		expect(ics.match(/BEGIN:VEVENT/g)?.length).toBe(6);
		for (const [width, lang, theme] of [["phone", "zh", "light"], ["phone", "en", "dark"], ["tablet", "zh", "light"], ["desktop", "zh", "dark"]] as const) {
			const seen = await open(browser, `${C}/timetable`, { width, lang, theme });
			await seen.page.locator(width === "phone" ? ".list li" : ".column .slot").first().waitFor();
			await settle(seen.page);
			await shoot(seen.page, `timetable-${width}-${lang}-${theme}`);
			expect(await axe(seen.page)).toEqual([]);
			expect(await overflow(seen.page)).toBe(0);
			expect(seen.errors).toEqual([]);
			await seen.context.close();
		}
	});

	it("runs late: the desk says by how much, the floor moves the rest, and a team's other pitch goes along", async () => {
		const before = await version(1);
		const floor = await new Client().enter(plan!.floor);
		const path = "/contests/plan/stages/final/heats/hall/floor";
		const order = before.slots.filter((s) => s.heat === "hall").map((s) => s.entry);
		await floor.must("POST", path, { step: 1, action: "open", entries: order });
		await floor.must("POST", path, { step: 2, action: "call", entry: order[0] });
		await floor.must("POST", path, { step: 3, action: "pitch", entry: order[0] });
		const manager = await enter(browser, plan!.floor);
		await goto(manager, DESK);
		const { page } = manager;
		await page.getByText(/Hall 1 runs \d+ min late/).waitFor();
		await page.getByRole("button", { name: "Move the rest", exact: true }).first().click();
		await page.getByLabel("Later than planned (min)").fill("40");
		await page.locator(".moves li").filter({ hasText: order[1]! }).getByText("+40").waitFor();
		expect(await page.locator(".moves li").filter({ hasText: order[0]! }).count()).toBe(0);
		await page.getByRole("textbox", { name: "Reason" }).fill("The projector failed.");
		await settle(page);
		await shoot(page, "slots-shift-desktop-en");
		expect(await axe(page)).toEqual([]);
		await confirm(page, "Publish the move");
		const after = await version(2);
		expect(after.reason).toBe("The projector failed.");
		expect(from(after, order[1]!) - from(before, order[1]!)).toBe(40 * MINUTE);
		for (const s of after.slots) if (s.entry !== order[0]) expect(from(after, s.entry)).toBeGreaterThanOrEqual(from(before, s.entry));
		const [four, nine] = ["E-4", "E-9"].map((e) => after.slots.find((s) => s.entry === e)!);
		expect(Date.parse(four!.until) <= Date.parse(nine!.from) || Date.parse(nine!.until) <= Date.parse(four!.from)).toBe(true);
		await hall.page.getByText(/moved from/).first().waitFor();
		await hall.page.getByText("Why: The projector failed.").waitFor();
		await settle(hall.page);
		await shoot(hall.page, "timetable-moved-desktop-en");
		expect(await axe(hall.page)).toEqual([]);
		expect(hall.errors).toEqual([]);
		expect(manager.errors).toEqual([]);
		await manager.context.close();
	});

	it("is edited on a phone by buttons, and set back to an earlier version", async () => {
		const seen = await newPage(browser, { lang: "zh", width: "phone" });
		await seen.page.goto(`${base}/enter#${plan!.chair}`);
		await seen.page.waitForURL((url) => url.pathname !== "/enter");
		await goto(seen, DESK);
		await seen.page.locator(".list .line").filter({ hasText: "E-6" }).click();
		await seen.page.locator(".list").getByRole("button", { name: "晚 5 分钟" }).click();
		await seen.page.getByText("1 处改动").waitFor();
		await settle(seen.page);
		await shoot(seen.page, "slots-phone-zh");
		expect(await axe(seen.page)).toEqual([]);
		expect(await overflow(seen.page)).toBe(0);
		expect(seen.errors).toEqual([]);
		await seen.context.close();
		const tablet = await newPage(browser, { lang: "zh", width: "tablet", theme: "dark" });
		await tablet.page.goto(`${base}/enter#${plan!.chair}`);
		await tablet.page.waitForURL((url) => url.pathname !== "/enter");
		await goto(tablet, DESK);
		await tablet.page.locator(".column .slot").first().waitFor();
		await shoot(tablet.page, "slots-tablet-zh-dark");
		expect(await axe(tablet.page)).toEqual([]);
		expect(await overflow(tablet.page)).toBe(0);
		await tablet.context.close();
		const { page } = chair;
		await goto(chair, DESK);
		await page.getByRole("button", { name: "Restore this version" }).first().click();
		await page.locator(".again").getByLabel("Reason").fill("The plan holds.");
		await confirm(page, "Restore version 1");
		const back = await version(3);
		const first = await version(3);
		expect(back.slots.length).toBe(first.slots.length);
		await page.getByText("Version 3 in force").waitFor();
		await settle(page);
		await shoot(page, "slots-versions-desktop-en");
		expect(await axe(page)).toEqual([]);
		expect(chair.errors).toEqual([]);
	});
});
