// Conflicts of interest by those who decide, and an expert's own page (tests/e2e/interests.py, handed over as CONFLICTS).
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe, overflow } from "./axe";
import { base, goto, launch, shoot, widths, type Lang, type Width } from "./browser";
import { enter, type Staff } from "./staff";

const given = JSON.parse(process.env.CONFLICTS ?? "null") as Record<"chair" | "supervisor" | "J-2" | "J-4", string> | null;
const C = "/c/small";
let browser: Browser;
let chair: Staff;

describe.skipIf(!given)("conflicts of interest", () => {
	beforeAll(async () => {
		browser = await launch();
		chair = await enter(browser, given!.chair);
	});
	afterAll(() => browser?.close());

	it("shows what met, undecided first", async () => {
		await goto(chair, `${C}/desk`);
		await chair.page.getByRole("link", { name: "Conflicts of interest" }).click();
		const { page } = chair;
		await page.locator("[data-pair='E-1 J-1']").waitFor();
		expect(await page.locator("[data-pair='E-1 J-1'] mark").allInnerTexts()).toEqual([
			"Department of Automation, Tsinghua University",
			"清华大学自动化系",
		]);
		expect(await page.locator("[data-pair='E-6 J-5'] .hint").count()).toBe(1);
		expect(await page.getByRole("button", { name: "Confirm all: Same organisation (2)" }).count()).toBe(1);
		expect(await axe(page)).toEqual([]);
		expect(chair.errors).toEqual([]);
	});

	it("is decided with the keyboard, and undone", async () => {
		const { page } = chair;
		await page.getByRole("button", { name: /^Undecided 8$/ }).waitFor();
		await page.keyboard.press("j");
		expect(await page.evaluate(() => document.activeElement?.getAttribute("data-pair"))).toBe("E-1 J-1");
		await page.keyboard.press("c");
		await page.getByText("1 confirmed, in the ledger").waitFor();
		await page.getByRole("button", { name: /^Confirmed 1$/ }).waitFor();
		await page.keyboard.press("u");
		await page.getByText("1 overruled, in the ledger").waitFor();
		await page.getByRole("button", { name: /^Overruled 2$/ }).waitFor();
		await page.keyboard.press("u");
		await page.getByRole("button", { name: /^Confirmed 1$/ }).waitFor();
		await page.locator("[data-pair='E-6 J-5']").focus();
		await page.keyboard.press("o");
		await page.getByLabel(/Why it is none/).fill("another firm");
		await page.keyboard.press("Control+Enter");
		await page.getByRole("button", { name: /^Overruled 2$/ }).waitFor();
		await page.keyboard.press("/");
		await page.keyboard.type("midea");
		await page.getByText("Nothing fits").waitFor();
		await page.getByRole("searchbox").fill("");
		expect(chair.errors).toEqual([]);
	});

	it("is confirmed by the ground, similar names aside", async () => {
		const { page } = chair;
		await page.getByRole("button", { name: "Confirm all: Same organisation (1)" }).click();
		await page.getByRole("group", { name: "Confirm 1 conflicts?" }).getByRole("button", { name: "Confirm", exact: true }).click();
		await page.getByRole("button", { name: /^Confirmed 2$/ }).waitFor();
		await page.locator("[data-pair='E-5 J-4']").waitFor(); // Siemens, and Siemens Healthineers
		const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export CSV" }).click()]);
		expect(download.suggestedFilename()).toBe("small-conflicts.csv");
	});

	it("a supervisor looks and decides nothing", async () => {
		const seen = await enter(browser, given!.supervisor);
		await goto(seen, `${C}/conflicts`);
		await seen.page.locator("[data-pair]").first().waitFor();
		expect(await seen.page.getByRole("button", { name: "Confirm", exact: true }).count()).toBe(0);
		expect(await seen.page.getByRole("button", { name: "Look again" }).count()).toBe(0);
		await seen.context.close();
	});

	it("an expert's taps are saved at once, and a conflict declared", async () => {
		const seen = await enter(browser, given!["J-2"], { lang: "en", width: "phone" });
		const { page } = seen;
		await goto(seen, `${C}/interests`);
		const row = (title: string) => page.getByRole("listitem").filter({ hasText: title });
		await row("E-6").getByText("Gladly", { exact: true }).tap();
		await row("E-6").getByText("Saved", { exact: true }).waitFor();
		await row("E-5").getByText("Rather not", { exact: true }).tap();
		await row("E-5").getByText("Saved", { exact: true }).waitFor();
		expect(await row("E-2").getByText("The organisers are checking").count()).toBe(1);
		await page.getByRole("button", { name: /^I have a conflict: 码垛/ }).tap();
		await page.getByLabel("Taught, supervised or coached the team").check();
		await page.getByLabel(/Explanation/).fill("2023 年指导过");
		await shoot(page, "interests-declare-phone-en");
		await page.getByRole("button", { name: "Declare", exact: true }).tap();
		await row("E-4").getByText("You declared a conflict").waitFor();
		await page.getByText("1 gladly, 1 rather not, 1 conflicts").waitFor();
		await page.reload();
		await page.getByText("1 gladly, 1 rather not, 1 conflicts").waitFor();
		await page.getByRole("button", { name: /^Ask to take back/ }).tap();
		await page.getByRole("button", { name: "Ask", exact: true }).tap();
		await row("E-4").getByText("You asked to take it back").waitFor();
		expect(await axe(page)).toEqual([]);
		expect(await overflow(page)).toBe(0);
		expect(seen.errors).toEqual([]);
		// Where sheets are handed in the entry is shown as not theirs from the start.
		await page.goto(`${base}${C}/mark`);
		await page.getByRole("button", { name: /码垛/ }).first().tap();
		await page.getByText("Not yours to mark: conflict of interest").waitFor();
		expect(await page.getByRole("button", { name: "Recuse myself" }).count()).toBe(0);
		expect(await page.locator(".material .summary, .material .facts").count()).toBe(0);
		await shoot(page, "marking-barred-phone-en");
		expect(await axe(page)).toEqual([]);
		await seen.context.close();
	});

	it("the chair reads that it is asked back", async () => {
		await chair.page.reload();
		await chair.page.getByText("1 ask to take back").waitFor();
	});

	it("looks right everywhere", async () => {
		for (const [width, lang, theme] of [
			["desktop", "zh", "light"], ["desktop", "en", "dark"], ["tablet", "en", "light"], ["tablet", "zh", "dark"], ["phone", "zh", "light"], ["phone", "en", "dark"],
		] as [Width, Lang, "light" | "dark"][]) {
			for (const [who, path, ready] of [
				["chair", `${C}/conflicts`, "[data-pair]"],
				["J-4", `${C}/interests`, ".entry"],
			] as const) {
				const seen = await enter(browser, given![who], { lang, theme, width });
				await goto(seen, path);
				await seen.page.locator(ready).first().waitFor();
				expect(await overflow(seen.page), `${path} ${width} ${lang}`).toBe(0);
				expect(await axe(seen.page), `${path} ${width} ${lang} ${theme}`).toEqual([]);
				expect(seen.errors).toEqual([]);
				await shoot(seen.page, `${path.slice(9)}-${width}-${lang}-${theme}`);
				await seen.context.close();
			}
		}
		expect(widths.phone.width).toBe(390);
	});
});
