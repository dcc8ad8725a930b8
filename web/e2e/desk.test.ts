// A judging day from the first sheet to the published result, by those who work there: chair, supervisor, floor manager,
// notary, organiser. What a role may not see, its pages do not ask for.
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe, overflow } from "./axe";
import { base, goto, launch, shoot, widths, type Width } from "./browser";
import { Client, day as given, enter, signIn, type Staff } from "./staff";

const day = given!;
const C = `/c/${given?.contest}`;
const API = `/contests/${given?.contest}/stages/${given?.stage}`;
let browser: Browser;
const experts: Record<string, Client> = {};
let chair: Staff, supervisor: Staff;

const sheet = (expert: string, heat: string, entry: string, marks: Record<string, string>) =>
	experts[expert]!.must<{ receipt: { seq: number; leaf: string } }>("POST", `${API}/heats/${heat}/sheets`, {
		entry,
		marks,
		base: 0,
		draft: `${entry}-1`,
	});

// E-2 and E-3 tie for the second place.
const HALL: Record<string, string[]> = { "E-1": ["9", "9"], "E-2": ["8", "8"], "E-3": ["8", "8"], "E-4": ["5", "5.5"] };
const ROOM: Record<string, string[]> = { "E-5": ["6", "6"], "E-6": ["7", "7"] };

async function confirm(page: Page, label: string): Promise<void> {
	await page.getByRole("button", { name: label, exact: true }).first().click();
	const asking = page.getByRole("group", { name: `Please confirm: ${label}` });
	await asking.getByRole("button", { name: label, exact: true }).click();
}
const recorded = (page: Page) => page.getByRole("button", { name: /Ledger record \d+/ });

describe.skipIf(!given)("a judging day", () => {
	beforeAll(async () => {
		browser = await launch();
		for (const [id, token] of Object.entries(day.experts)) experts[id] = await new Client().enter(token);
		for (const [entry, [plan, use]] of Object.entries(HALL))
			for (const expert of Object.keys(experts))
				if (entry !== "E-4" || expert !== "J-3") await sheet(expert, "hall", entry, { plan: plan!, use: use! });
		for (const [entry, [plan, use]] of Object.entries(ROOM))
			for (const expert of Object.keys(experts)) await sheet(expert, "room", entry, { plan: plan!, use: use! });
		chair = await enter(browser, day.links.chair);
		supervisor = await enter(browser, day.links.supervisor);
	});
	afterAll(() => browser?.close());

	it("a link leads to the desk, which says who is waited for", async () => {
		expect(new URL(chair.page.url()).pathname).toBe(`${C}/desk`);
		await chair.page.getByRole("link", { name: "Hall 1" }).waitFor();
		await chair.page.getByText("1 sheet is missing").waitFor();
		expect(await chair.page.getByText("Ready to lock").count()).toBe(1);
		await shoot(chair.page, "desk-desktop-en");
		expect(await axe(chair.page)).toEqual([]);
		expect(chair.errors).toEqual([]);
	});

	it("an organiser seats a panel and makes a card for everybody on it", async () => {
		const host = await signIn(browser, day.login, day.password);
		const { page } = host;
		await goto(host, `${C}/people`);
		const panel = page.locator(".panel");
		await panel.locator("select").selectOption({ label: "Final · Hall 1" });
		await panel.locator("textarea").fill("J-1 J-2 J-3");
		await confirm(page, "Seat these 3");
		await page.getByText("Seat these 3: in the ledger").waitFor();
		await page.getByLabel("Heat").first().selectOption({ label: "Final · Hall 1" });
		await page.getByRole("button", { name: "Make links for 3 experts" }).click();
		await page.locator(".cards li").nth(2).waitFor();
		expect(await page.locator(".cards .who").allInnerTexts()).toEqual(["J-1", "J-2", "J-3"]);
		const url = await page.locator(".cards .url").first().innerText();
		const expert = await enter(browser, url.split("#")[1]!);
		expect(new URL(expert.page.url()).pathname).toBe(`${C}/mark`);
		expect(host.errors).toEqual([]);
		await Promise.all([host.context.close(), expert.context.close()]);
	});

	it("the heat shows who has handed in and never what", async () => {
		await goto(chair, `${C}/desk/${day.stage}/hall`);
		const row = chair.page.locator("tbody tr", { hasText: "E-4" });
		expect(await row.locator(".cell.in").count()).toBe(2);
		expect(await row.locator(".cell.missing").count()).toBe(1);
		expect(await chair.page.locator(".owed li").innerText()).toContain("J-3");
		expect(await chair.page.locator("main").innerText()).not.toMatch(/5\.5|8\.00/);
		await shoot(chair.page, "desk-heat-desktop-en");
		expect(await axe(chair.page)).toEqual([]);
		for (const link of [row.getByRole("link", { name: "PDF" }), chair.page.getByRole("link", { name: /Protocol of the heat/ })]) {
			const paper = await chair.page.request.get(base + (await link.getAttribute("href")));
			expect([paper.status(), paper.headers()["content-type"]]).toEqual([200, "application/pdf"]);
		}
		// A sheet that comes in shows by itself.
		const before = await chair.page.locator(".cell.amended").count();
		await experts["J-1"]!.must("POST", `${API}/heats/hall/sheets`, {
			entry: "E-1", marks: { plan: "9", use: "9.5" }, base: 1, draft: "E-1-2",
		});
		await chair.page.locator(".cell.amended").nth(before).waitFor({ timeout: 15_000 });
		expect(chair.errors).toEqual([]);
	});

	it("the chair can't lock unaware of a missing sheet, nor countersign", async () => {
		const { page } = chair;
		const lock = page.getByRole("button", { name: "1 sheet missing: lock all the same" });
		expect(await lock.isDisabled()).toBe(true);
		expect(await page.getByRole("button", { name: "Countersign the heat" }).count()).toBe(0);
		await page.getByRole("checkbox").check();
		await lock.click();
		expect(await page.getByRole("group", { name: /Please confirm/ }).innerText()).toContain("11");
		await page.keyboard.press("Escape");
		expect(await page.getByRole("group", { name: /Please confirm/ }).count()).toBe(0);
		await confirm(page, "1 sheet missing: lock all the same");
		await page.getByText("Locked with 11 sheets in force.").waitFor();
		await recorded(page).first().waitFor();
		expect(chair.errors).toEqual([]);
	});

	it("the supervisor sees what is signed, and signs", async () => {
		const { page } = supervisor;
		await goto(supervisor, `${C}/desk/${day.stage}/hall`);
		await page.getByRole("button", { name: "Countersign the heat" }).click();
		const facts = page.getByRole("group", { name: /Please confirm/ });
		await facts.getByText("Record of the lock").waitFor();
		expect(await facts.innerText()).toMatch(/Sheets in force\s+11[\s\S]*#\d+[\s\S]*[0-9a-f]{64}/);
		await shoot(page, "desk-sign-desktop-en");
		expect(await axe(page)).toEqual([]);
		await facts.getByRole("button", { name: "Countersign the heat" }).click();
		await page.getByText("The supervisor has countersigned.").waitFor();
		expect(await page.getByRole("button", { name: /^(Lock the heat|\d+ sheet)/ }).count()).toBe(0);
		// The other hall, all in.
		await goto(chair, `${C}/desk/${day.stage}/room`);
		await confirm(chair.page, "Lock the heat");
		await chair.page.getByText("Locked with 6 sheets in force.").waitFor();
		const hand = await new Client().enter(day.links.supervisor);
		await hand.must("POST", `${API}/heats/room/sign`, {});
		await chair.page.getByText("The supervisor has countersigned.").waitFor({ timeout: 15_000 });
		expect([...chair.errors, ...supervisor.errors]).toEqual([]);
	});

	it("the stage closes; the tally before publication is bracketed and cut", async () => {
		const { page } = chair;
		await goto(chair, `${C}/desk/${day.stage}`);
		await page.getByText("Ready to close").waitFor();
		expect(await page.locator("table.board tbody tr .raw").count()).toBe(6);
		await shoot(page, "desk-stage-desktop-en");
		await confirm(page, "Close the stage");
		await page.getByText("Close the stage: in the ledger").first().waitFor();
		await recorded(page).first().waitFor();
		await page.getByText("Tied: awaiting deliberation").waitFor();
		await page.locator("tr.tie").nth(1).waitFor();
		expect(await axe(page)).toEqual([]);
		expect(chair.errors).toEqual([]);
	});

	it("a tie is voted on; the chair sees who, not how", async () => {
		const { page } = chair;
		await confirm(page, "Put it to the experts' vote");
		await page.getByText("0 / 3").waitFor();
		const { ties } = await experts["J-1"]!.must("GET", `${API}/ties`);
		expect(ties[0].may_vote).toBe(true);
		const vote = (expert: string, order: string[]) =>
			experts[expert]!.must("POST", `${API}/ties/${ties[0].tie}/votes`, { order });
		await vote("J-1", ["E-3", "E-2"]);
		await page.getByText("1 / 3").waitFor({ timeout: 15_000 });
		expect(await page.getByRole("button", { name: "Conclude the deliberation" }).isDisabled()).toBe(true);
		await vote("J-2", ["E-3", "E-2"]);
		await page.getByText("2 / 3").waitFor({ timeout: 15_000 });
		expect(await page.locator("article").innerText()).not.toContain("E-3 > E-2");
		await page.locator("article textarea").fill("The second showed its data on the spot.");
		await shoot(page, "desk-tie-desktop-en");
		expect(await axe(page)).toEqual([]);
		await confirm(page, "Conclude the deliberation");
		await page.getByText("This stage is supervised: give the supervisor's name.").waitFor();
		chair.errors.length = 0; // the browser itself reports the refusal
		await page.getByRole("button", { name: "Not now" }).click();
		await page.locator("article input").fill("Zhang Min");
		await confirm(page, "Conclude the deliberation");
		await page.getByText("Ready to reveal and publish").waitFor();
		await page.getByText("E-3 > E-2").first().waitFor();
		expect(chair.errors).toEqual([]);
	});

	it("the floor manager reveals row by row, and asks for no tally", async () => {
		const floor = await enter(browser, day.links.floor);
		const { page } = floor;
		await goto(floor, `${C}/desk/${day.stage}`);
		await page.getByText("Nothing has been shown yet.").waitFor();
		for (const left of [5, 4]) {
			await page.getByRole("button", { name: "Show the next", exact: true }).click();
			await page.getByText(`${left} still hidden`).waitFor();
		}
		expect(await page.locator(".hall li").count()).toBe(2);
		await shoot(page, "desk-reveal-desktop-en");
		expect(await page.getByRole("button", { name: /Publish|Close the stage|Conclude/ }).count()).toBe(0);
		expect(floor.asked.filter((p) => /tally|ties$|links|roles|sample/.test(p))).toEqual([]);
		expect(await axe(page)).toEqual([]);
		expect(floor.errors).toEqual([]);
		await floor.context.close();
	});

	it("a notary draws a sample, recomputes it and the ledger, and looks up a receipt", async () => {
		const notary = await enter(browser, day.links.notary);
		const { page } = notary;
		await goto(notary, `${C}/notary`);
		await page.getByText("Final: closed with 17 sheets").waitFor();
		await page.getByLabel("Seed").fill("the weather is fine today");
		await page.getByLabel("Sheets", { exact: true }).fill("3");
		await confirm(page, "Draw 3 sheets");
		await page.getByText("Recomputed in your browser: these stand in the order that the seed gives.").waitFor();
		await page.getByText("fits the sealed content", { exact: true }).nth(2).waitFor();
		for (let i = 0; i < 3; i++) await page.getByRole("radio", { name: i < 2 ? "equal" : "different", exact: true }).nth(i).check();
		await page.getByText("3 of 3 compared, 1 different").waitFor();
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Save the protocol" }).click(),
		]);
		expect(readFileSync((await download.path())!, "utf8")).toMatch(/seed,the weather is fine today[\s\S]*,different,/);
		await page.getByText("3 sheets sampled, seed the weather is fine today").waitFor({ timeout: 15_000 });
		await page.getByRole("button", { name: "Recompute now" }).click();
		await page.getByText("It agrees").waitFor({ timeout: 30_000 });
		const own = await (await fetch(`${base}/api/v1/contests/${day.contest}/proof`)).json();
		await page.getByLabel("Record number").or(page.getByLabel("Record", { exact: true })).first().fill(String(own.size - 1));
		await page.getByLabel(/^Leaf hash/).fill("0123456789");
		await page.getByRole("button", { name: "Check", exact: true }).click();
		await page.getByText("It is not in the ledger, or does not fit this record").waitFor();
		await shoot(page, "notary-desktop-en");
		expect(await axe(page)).toEqual([]);
		expect(notary.asked.filter((p) => /tally|links|roles|\/ties/.test(p))).toEqual([]);
		expect(notary.errors).toEqual([]);
		await notary.context.close();
	});

	it("the chair publishes, knowing what becomes public", async () => {
		const { page } = chair;
		await goto(chair, `${C}/desk/${day.stage}`);
		await page.getByRole("button", { name: "Publish the result" }).click();
		const asked = page.getByRole("group", { name: "Please confirm: Publish the result" });
		expect(await asked.innerText()).toMatch(/6 entries[\s\S]*2 places[\s\S]*17 sheets[\s\S]*not public/);
		await shoot(page, "desk-publish-desktop-en");
		await asked.getByRole("button", { name: "Publish the result" }).click();
		await page.getByText("Published", { exact: true }).first().waitFor();
		expect(chair.asked.filter((p) => /links|roles|accounts|POST .*(sign|show|sample)$/.test(p))).toEqual([]);
		const board = await (await fetch(`${base}/api/v1${API}`)).json();
		expect(board.lists[0].rows.slice(0, 2).map((r: any) => r.entry)).toEqual(["E-1", "E-3"]);
		expect(chair.errors).toEqual([]);
	});

	it("a link for one heat opens that heat and nothing else", async () => {
		const bound = await enter(browser, day.bound);
		expect(new URL(bound.page.url()).pathname).toBe(`${C}/desk/${day.stage}/hall`);
		await bound.page.locator("tbody tr").first().waitFor();
		bound.asked.length = 0;
		await goto(bound, `${C}/notary`);
		await bound.page.getByText("Your role does not open this page").waitFor();
		await goto(bound, `${C}/people`);
		await bound.page.getByText("Your role does not open this page").waitFor();
		expect(bound.asked.filter((p) => /links|roles|sample|verify|tally/.test(p))).toEqual([]);
		await bound.context.close();
	});

	it("an organiser makes cards for a panel, once, and revokes a link", async () => {
		const host = await signIn(browser, day.login, day.password);
		expect(new URL(host.page.url()).pathname).toBe(`${C}/desk`);
		const { page } = host;
		await goto(host, `${C}/people`);
		await page.getByLabel("Role").first().selectOption({ label: "Notary" });
		await page.getByLabel("Label").fill("Notary 2");
		await page.getByRole("button", { name: "Make a link" }).click();
		await page.locator(".cards li").waitFor();
		const url = await page.locator(".cards .url").innerText();
		expect(url).toMatch(/\/enter#[\w-]{40,}$/);
		await shoot(page, "people-desktop-en");
		expect(await axe(page)).toEqual([]);
		await page.emulateMedia({ media: "print" });
		expect(await page.locator(".cards li").isVisible()).toBe(true);
		expect(await page.locator("h1").isVisible()).toBe(false);
		await shoot(page, "people-print-en");
		await page.emulateMedia({ media: "screen" });
		// The link works; revoked, it does not.
		const other = await enter(browser, url.split("#")[1]!);
		expect(new URL(other.page.url()).pathname).toBe(`${C}/desk`);
		const row = page.locator("tr", { hasText: "Notary 2" });
		await row.getByRole("button").click();
		await row.getByRole("button", { name: /Please confirm/ }).click();
		await row.getByText("revoked").waitFor();
		await goto(other, `${C}/desk`);
		await other.page.waitForURL(/sign-in\?to=/);
		expect(host.asked.filter((p) => /tally|sample/.test(p))).toEqual([]);
		expect(host.errors).toEqual([]);
		await Promise.all([host.context.close(), other.context.close()]);
	});

	describe.each(["zh", "en"] as const)("in %s", (lang) => {
		it.each(Object.keys(widths) as Width[])("the desks fit at %s width", async (width) => {
			const staff = await enter(browser, day.links.chair, { lang, width, theme: width === "tablet" ? "dark" : "light" });
			for (const [name, path] of [["desk", "/desk"], ["stage", `/desk/${day.stage}`], ["heat", `/desk/${day.stage}/hall`], ["notary", "/notary"]] as const) {
				await goto(staff, C + path);
				await staff.page.locator("main table, main form").first().waitFor();
				await shoot(staff.page, `${name}-after-${width}-${lang}`);
				expect(await overflow(staff.page), `${path}: sideways`).toBe(0);
				expect(await axe(staff.page)).toEqual([]);
				expect(staff.errors).toEqual([]);
			}
			await staff.context.close();
		});
	});
});
