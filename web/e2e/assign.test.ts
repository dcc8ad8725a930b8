// Who marks which entry (tests/e2e/assigning.py prepares it): proposed, edited by keyboard, undone, adopted; a chair looks; an
// expert sees theirs alone.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe, overflow } from "./axe";
import { goto, launch, newPage, shoot, widths, type Width } from "./browser";
import { enter, signIn, type Staff } from "./staff";

interface Given {
	contest: string;
	bare: string;
	stage: string;
	final: string;
	login: string;
	password: string;
	chair: string;
	expert: string;
}
const given = JSON.parse(process.env.ASSIGN ?? "null") as Given | null;
const AT = `/c/${given?.contest}/desk/${given?.stage}/panel`;
let browser: Browser;
let host: Staff;

const chips = (page: Page, entry: string): Promise<string[]> => page.locator(`tr[data-entry="${entry}"] .chip:not(.gone) .id`).allInnerTexts();
const bar = (page: Page) => page.locator(".pending");
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" }).first().click();

// The first entry that three mark, and not everybody.
async function some(page: Page): Promise<string> {
	for (const row of await page.locator("tr[data-entry]").all())
		if ((await row.locator(".chip:not(.gone)").count()) === 3) return (await row.getAttribute("data-entry"))!;
	throw new Error("no entry with three experts");
}

describe.skipIf(!given)("who marks which entry", () => {
	beforeAll(async () => {
		browser = await launch();
		host = await signIn(browser, given!.login, given!.password);
	});
	afterAll(() => browser?.close());

	it("an empty stage teaches what comes first", async () => {
		await goto(host, `/c/${given!.bare}/desk/${given!.stage}/panel`);
		await host.page.getByText("No entry takes part yet").waitFor();
		expect(await axe(host.page)).toEqual([]);
		await goto(host, AT);
		await host.page.getByText("Nobody is assigned yet").first().waitFor();
		await shoot(host.page, "assign-none-desktop-en");
		expect(host.errors).toEqual([]);
	});

	it("a proposal is looked at and adopted", async () => {
		const { page } = host;
		await press(page, "Propose");
		await page.getByText("A proposal, not adopted").waitFor();
		expect(await page.locator("tr[data-entry]").count()).toBe(12);
		expect(await page.getByText("Calibration: everybody marks it").count()).toBe(1);
		await bar(page).getByText("All rules hold").waitFor();
		await shoot(page, "assign-proposal-desktop-en");
		expect(await axe(page)).toEqual([]);
		await press(page, "Look and adopt");
		await press(page, "Adopt as version 1");
		await page.getByRole("group", { name: "Please confirm: Adopt as version 1" }).getByRole("button", { name: "Adopt as version 1" }).click();
		await page.getByText("Version 1 is in force").waitFor();
		await page.getByRole("button", { name: /Ledger record \d+/ }).waitFor();
		expect(await bar(page).count()).toBe(0);
		expect(host.errors).toEqual([]);
	});

	it("an edit shows what it does at once, is undone and done again", async () => {
		const { page } = host;
		const entry = await some(page);
		const before = await chips(page, entry);
		const opener = page.getByRole("button", { name: `Change who marks ${entry}` });
		await opener.focus();
		await page.keyboard.press("Enter");
		const drawer = page.getByRole("dialog");
		await drawer.getByText(/Nobody of the class who may mark it fits better|needed elsewhere/).first().waitFor();
		await drawer.getByText(/Both speak of/).first().waitFor();
		await shoot(page, "assign-drawer-desktop-en", false);
		expect(await axe(page)).toEqual([]);
		const effect = await drawer.locator(".effect").innerText();
		await drawer.getByRole("button", { name: /^Instead of/ }).first().focus();
		await page.keyboard.press("Enter");
		expect(await drawer.locator(".effect").innerText()).not.toBe(effect);
		await page.keyboard.press("Escape");
		expect(await opener.evaluate((e) => e === document.activeElement)).toBe(true);
		const after = await chips(page, entry);
		expect(after).not.toEqual(before);
		expect(after.length).toBe(3);
		await bar(page).getByText("One entry changes").waitFor();
		expect(await page.locator(`tr[data-entry="${entry}"] .chip.gone`).count()).toBe(1);
		await page.keyboard.press("Control+z");
		expect(await chips(page, entry)).toEqual(before);
		await page.keyboard.press("Control+Shift+z");
		expect(await chips(page, entry)).toEqual(after);
		await press(page, "By expert");
		await page.locator("tr[data-expert]").nth(8).waitFor();
		await shoot(page, "assign-experts-desktop-en");
		expect(await axe(page)).toEqual([]);
		await press(page, "By entry");
	});

	it("what is broken is named, and only what may be is overridden", async () => {
		const { page } = host;
		const entry = (await page.locator("tr[data-entry]:has(.chip.gone)").first().getAttribute("data-entry"))!;
		await page.getByRole("button", { name: `Change who marks ${entry}` }).click();
		await page.getByRole("dialog").getByRole("button", { name: /^Take off/ }).first().click();
		await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
		await bar(page).getByText(/is broken|are broken/).waitFor();
		await page.getByText(new RegExp(`${entry} has \\d of (industry|investor), \\d wanted`)).waitFor();
		expect(await page.getByRole("button", { name: "Adopt as version 2" }).isDisabled()).toBe(true);
		for (const box of await page.locator(".adopt input[type=checkbox]").all()) await box.check();
		const adopt = page.getByRole("button", { name: "Adopt as version 2" });
		if (await adopt.count()) expect(await adopt.isDisabled()).toBe(false);
		await shoot(page, "assign-faults-desktop-en");
		expect(await axe(page)).toEqual([]);
		await press(page, "Undo");
		await page.getByText(new RegExp(`${entry} has \\d of (industry|investor), \\d wanted`)).waitFor({ state: "detached" });
		await press(page, "Discard");
		expect(await bar(page).count()).toBe(0);
		expect(host.errors).toEqual([]);
	});

	it("a file goes out and comes in", async () => {
		const { page } = host;
		const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Save as CSV")]);
		const stream = await download.createReadStream();
		let text = "";
		for await (const piece of stream) text += String(piece);
		expect(text.split("\n")[0]).toBe("entry,expert");
		const put = (name: string, body: string) => page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(body) });
		await put("strange.csv", "entry,expert\nE-01,J-99\n");
		await page.getByText("J-99 is not of this stage").waitFor();
		const entry = await some(page);
		const gone = (await chips(page, entry))[0]!;
		await put("fewer.csv", text.replace(`${entry},${gone}\n`, ""));
		await bar(page).getByText("One entry changes").waitFor();
		await press(page, "Discard");
	});

	for (const width of Object.keys(widths) as Width[])
		for (const lang of ["zh", "en"] as const)
			it(`fits ${width} in ${lang}`, async () => {
				const theme = width === "tablet" ? "dark" : "light";
				const seen = await signIn(browser, given!.login, given!.password, { width, lang, theme });
				await goto(seen, AT);
				await seen.page.locator("tr[data-entry]").first().waitFor();
				expect(await overflow(seen.page)).toBeLessThanOrEqual(0);
				await shoot(seen.page, `assign-${width}-${lang}`);
				await seen.page.locator("tr[data-entry] button").first().click();
				await seen.page.locator("dialog ol li").first().waitFor();
				await seen.page.locator("dialog ol button:enabled").first().click();
				await shoot(seen.page, `assign-drawer-${width}-${lang}`, false);
				expect(await axe(seen.page)).toEqual([]);
				await seen.page.keyboard.press("Escape");
				await bar(seen.page).waitFor();
				await shoot(seen.page, `assign-edited-${width}-${lang}`, false);
				expect(await overflow(seen.page)).toBeLessThanOrEqual(0);
				expect(seen.errors).toEqual([]);
				await seen.context.close();
			});

	it("panels of heats are proposed from the pool", async () => {
		const { page } = host;
		await goto(host, `/c/${given!.contest}/people`);
		const panel = page.locator(".panel");
		await panel.locator("select").selectOption({ label: "Final · A" });
		await press(page, "Propose from the pool");
		await panel.getByText(/^Proposed: /).waitFor();
		expect((await panel.locator("textarea").inputValue()).split("\n").length).toBe(3);
		await shoot(page, "assign-heats-desktop-en");
		expect(await axe(page)).toEqual([]);
		expect(host.errors).toEqual([]);
	});

	it("a chair looks and changes nothing", async () => {
		const chair = await enter(browser, given!.chair);
		await goto(chair, `/c/${given!.contest}/desk/${given!.stage}`);
		await chair.page.getByRole("link", { name: "Who marks which entry" }).click();
		await chair.page.getByText("You may look here").waitFor();
		expect(await chair.page.getByRole("button", { name: "Propose" }).count()).toBe(0);
		expect(await chair.page.locator("tr[data-entry] button").count()).toBe(0);
		expect(chair.errors).toEqual([]);
		await chair.context.close();
	});

	it("an expert sees their entries and no others", async () => {
		const mine = (await host.page.request.get(`${new URL(host.page.url()).origin}/api/v1/contests/${given!.contest}/stages/${given!.stage}/assignment`)).json() as Promise<{
			entries: { entry: string; pairs: { expert: string }[] }[];
		}>;
		const theirs = (await mine).entries.filter((e) => e.pairs.some((p) => p.expert === "J-1")).map((e) => e.entry);
		const expert = await newPage(browser, { lang: "en" });
		const answers: string[] = [];
		expert.page.on("response", (r) => {
			if (r.url().includes("/marking")) void r.text().then((text) => answers.push(text), () => undefined);
		});
		await Promise.all([
			expert.page.waitForResponse((r) => r.url().includes("/marking")),
			expert.page.goto(`${new URL(host.page.url()).origin}/enter#${given!.expert}`),
		]);
		await expect.poll(() => answers.length).toBeGreaterThan(0);
		const shown = JSON.parse(answers[0]!) as { heats: { stage: { id: string }; entries: { entry: string }[] }[] };
		const entries = shown.heats.filter((h) => h.stage.id === given!.stage).flatMap((h) => h.entries.map((e) => e.entry));
		expect(entries.sort()).toEqual(theirs.sort());
		expect(theirs.length).toBeLessThan(12);
		await expert.context.close();
	});
});
