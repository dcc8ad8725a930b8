// The experts' pool from an empty page to a seated panel: a list is taken in, two are invited, one accepts on a phone, one
// declines, a substitute is found, and somebody leaves.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe, overflow } from "./axe";
import { base, goto, launch, newPage, shoot, type Width } from "./browser";
import { enter, signIn, type Staff } from "./staff";

const given = JSON.parse(process.env.POOL ?? "null") as
	| { contest: string; login: string; password: string; chair: string }
	| null;
const C = `/c/${given?.contest}`;
const LIST = `expert,class,name,organisation,mail,fields,languages,load,away
X-1,industry,李明,甲研究院,li@example.org,显示;光学,中文;英文,40,
X-2,industry,王芳,乙集团,wang@example.org,芯片,中文,,
X-3,investor,赵强,丙资本,zhao@example.org,投资,中文;英文,20,2031-05-01
X-4,industry,陈晨,丁大学,chen@example.org,显示,英文,40,2031-05-01 08:00/2031-05-01 12:00
`;
let browser: Browser;
let host: Staff;
const tokens: Record<string, string> = {};

const choose = (page: Page, name: string, text: string): Promise<void> =>
	page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
async function confirm(page: Page, label: string): Promise<void> {
	await page.getByRole("button", { name: label, exact: true }).first().click();
	await page.getByRole("group", { name: `Please confirm: ${label}` }).getByRole("button", { name: label, exact: true }).click();
}
const row = (name: string) => host.page.locator(".desk-table tbody tr", { hasText: name });
async function clean(seen: Staff): Promise<void> {
	expect(await axe(seen.page)).toEqual([]);
	expect(await overflow(seen.page)).toBe(0);
	expect(seen.errors).toEqual([]);
}

describe.skipIf(!given)("the experts' pool", () => {
	beforeAll(async () => {
		browser = await launch();
		host = await signIn(browser, given!.login, given!.password);
		await goto(host, `${C}/desk/pool`);
	});
	afterAll(() => browser?.close());

	it("teaches how to begin", async () => {
		await host.page.getByText("No experts yet").waitFor();
		await shoot(host.page, "pool-empty-desktop-en");
		await clean(host);
	});

	it("names what is wrong in a file by line, and takes in a good one", async () => {
		const { page } = host;
		await page.getByRole("button", { name: "Import a list" }).click();
		await choose(page, "bad.csv", "expert,class,load\nX-1,kings,many\n");
		await page.getByText("2 things are wrong").waitFor();
		expect(await page.locator(".findings li").count()).toBe(2);
		await choose(page, "good.csv", LIST);
		await page.getByText("4 rows: 4 new").waitFor();
		await page.getByRole("button", { name: "Take them in" }).click();
		await page.getByText("Written: 4 new").waitFor();
		await page.keyboard.press("Escape");
		await row("李明").waitFor();
		expect(await page.getByRole("img", { name: /Industry: 4 needed, 0 accepted/ }).count()).toBe(1);
		await shoot(page, "pool-listed-desktop-en");
		await clean(host);
	});

	it("invites the chosen, and shows their links once", async () => {
		const { page } = host;
		for (const name of ["李明", "王芳"]) await page.getByRole("checkbox", { name: `Choose ${name}` }).check();
		await page.getByRole("button", { name: "Invite the 2 chosen" }).click();
		await shoot(page, "pool-invite-desktop-en", false);
		await page.getByRole("button", { name: "Make links for 2" }).click();
		await page.locator(".made li").nth(1).waitFor();
		for (const [i, id] of ["X-1", "X-2"].entries())
			tokens[id] = /#([\w-]+)/.exec(await page.locator(".made .url").nth(i).innerText())![1]!;
		await page.locator(".made summary").first().click();
		await shoot(page, "pool-links-desktop-en");
		const file = page.waitForEvent("download");
		await page.getByRole("button", { name: "CSV for mail merge" }).click();
		expect((await file).suggestedFilename()).toBe("pool-day-invitations.csv");
		await clean(host);
		await page.getByRole("button", { name: "Kept; close" }).click();
		expect(await row("李明").innerText()).toContain("not opened");
	});

	it("is answered on a phone", async () => {
		const phone = await enter(browser, tokens["X-1"]!, { lang: "zh", width: "phone" });
		const { page } = phone;
		expect(new URL(page.url()).pathname).toBe(`${C}/invitation`);
		await page.getByText("请在").waitFor();
		await shoot(page, "invitation-phone-zh");
		await clean(phone);
		await page.getByRole("button", { name: "加一天" }).click();
		await page.locator("input[type=date]").first().fill("2031-05-02");
		await page.getByRole("button", { name: "保存" }).click();
		await page.getByText("✓ 已保存").waitFor();
		await page.getByLabel("附言").fill("下午可以");
		await page.getByRole("button", { name: "接受邀请" }).click();
		await page.getByRole("button", { name: "再想想" }).click();
		await page.getByRole("button", { name: "接受邀请" }).click();
		await page.getByRole("button", { name: "确定接受" }).click();
		await page.getByText("您已接受邀请").waitFor();
		await shoot(page, "invitation-accepted-phone-zh");
		await clean(phone);
		// The same link, opened anew, leads on to marking.
		const again = await enter(browser, tokens["X-1"]!, { lang: "en", width: "phone", theme: "dark" });
		await again.page.getByText("You have accepted").waitFor();
		await shoot(again.page, "invitation-accepted-phone-en-dark");
		await again.page.getByRole("link", { name: "Go to marking" }).click();
		await again.page.waitForURL(`${base}${C}/mark`);
		await Promise.all([phone.context.close(), again.context.close()]);
	});

	it("shows the answers, and finds a substitute for who declined", async () => {
		const no = await enter(browser, tokens["X-2"]!, { lang: "en", width: "tablet" });
		await no.page.getByLabel("A word with it").fill("travelling");
		await no.page.getByRole("button", { name: "Decline", exact: true }).click();
		await no.page.getByRole("button", { name: "Yes, decline" }).click();
		await no.page.getByText("You have declined").waitFor();
		await shoot(no.page, "invitation-declined-tablet-en");
		await no.context.close();
		await goto(host, `${C}/desk/pool`);
		const { page } = host;
		await row("王芳").getByText("They said: travelling").waitFor();
		expect(await row("李明").innerText()).toContain("Accepted");
		await page.locator("#substitutes select").nth(1).selectOption({ label: "Hall 1" });
		await page.locator("#substitutes select").nth(3).selectOption("industry");
		await page.getByRole("button", { name: "Look" }).click();
		const found = page.locator("#substitutes ol > li");
		await found.nth(2).waitFor();
		// 李明 can sit down at once; 陈晨 is away that morning, and comes after who declined.
		expect((await found.allInnerTexts()).map((text) => /李明|王芳|陈晨/.exec(text)?.[0])).toEqual(["李明", "王芳", "陈晨"]);
		expect(await found.last().innerText()).toContain("away then");
		await shoot(page, "pool-answers-desktop-en");
		await clean(host);
		await found.last().getByRole("button", { name: "Invite" }).click();
		await page.locator(".made li").first().waitFor();
		await page.getByRole("button", { name: "Kept; close" }).click();
	});

	it("records what was told, and who leaves", async () => {
		const { page } = host;
		await row("赵强").getByRole("button").click();
		await confirm(page, "Record: accepts");
		await page.locator("dialog").getByText("answered").waitFor();
		await shoot(page, "pool-drawer-desktop-en", false);
		await confirm(page, "Record: leaves");
		await page.locator("dialog .fate").getByText("Left").waitFor();
		await clean(host);
		await page.keyboard.press("Escape");
		await row("赵强").getByText("Left").waitFor();
	});

	it("fits every screen, and is only looked at by the chair", async () => {
		for (const [width, lang, theme] of [
			["phone", "zh", "light"],
			["tablet", "zh", "dark"],
			["desktop", "zh", "dark"],
		] as [Width, "zh", "light" | "dark"][]) {
			const seen = await enter(browser, given!.chair, { width, lang, theme });
			await goto(seen, `${C}/desk/pool`);
			await seen.page.getByText("李明").first().waitFor();
			expect(await seen.page.getByRole("checkbox").count()).toBe(0);
			expect(await seen.page.locator("main").innerText()).not.toContain("example.org");
			await shoot(seen.page, `pool-${width}-${lang}-${theme}`);
			await clean(seen);
			await seen.context.close();
		}
		const nobody = await newPage(browser, { lang: "en" });
		await nobody.page.goto(`${base}${C}/desk/pool`);
		await nobody.page.waitForURL((url) => url.pathname === "/sign-in");
		await nobody.context.close();
		expect(host.asked.filter((path) => path.includes("/candidates")).length).toBeGreaterThan(3);
	});
});
