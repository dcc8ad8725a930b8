// Coming in and leaving: by password, by link, to one's own work; what a visitor is not asked.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe, overflow } from "./axe";
import { base, goto, launch, newPage, open, shoot, widths, type Width } from "./browser";
import { day as given, enter, signIn } from "./staff";

const day = given!;
let browser: Browser;

beforeAll(async () => {
	browser = await launch();
});
afterAll(() => browser?.close());

describe("a visitor", () => {
	it("is not asked who they are", async () => {
		const seen = await newPage(browser, { lang: "en" });
		const asked: string[] = [];
		seen.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
		await goto(seen, "/");
		expect(asked.filter((path) => /^\/api\/v1\/(me|session)/.test(path))).toEqual([]);
		expect(seen.errors).toEqual([]);
		await seen.context.close();
	});
	it("is led to sign in where a page needs it, and told at /enter that a link is over", async () => {
		const seen = await newPage(browser, { lang: "en" });
		await seen.page.goto(`${base}/me`);
		await seen.page.waitForURL(/\/sign-in$/);
		await seen.page.goto(`${base}/enter#no-such-link`);
		await seen.page.getByText("This link no longer works").waitFor();
		expect(new URL(seen.page.url()).hash).toBe("");
		expect(await axe(seen.page)).toEqual([]);
		await shoot(seen.page, "enter-gone-desktop-en");
		await seen.context.close();
	});
});

describe("signing in", () => {
	describe.each(["zh", "en"] as const)("in %s", (lang) => {
		it.each(Object.keys(widths) as Width[])("says at %s width what was wrong", async (width) => {
			const theme = width === "tablet" ? "dark" : "light";
			const { page, context } = await open(browser, "/sign-in", { lang, width, theme });
			await page.locator("input[name=login]").fill("nobody");
			await page.locator("input[name=password]").fill("not the password");
			await page.locator("form button").click();
			await page.getByRole("alert").waitFor();
			expect(await page.getByRole("alert").innerText()).toMatch(
				lang === "zh" ? /账号或密码不对|尝试次数过多/ : /account or the password is wrong|Too many attempts/,
			);
			await shoot(page, `sign-in-${width}-${lang}`);
			expect(await overflow(page)).toBe(0);
			expect(await axe(page)).toEqual([]);
			await context.close();
		});
	});
});

describe.skipIf(!given)("the signed-in", () => {
	it("come by password to their work, or back to where they wanted to be", async () => {
		const host = await signIn(browser, day.login, day.password);
		expect(new URL(host.page.url()).pathname).toBe(`/c/${day.contest}/desk`);
		await host.context.clearCookies();
		await host.page.goto(`${base}/c/${day.contest}/people`);
		await host.page.waitForURL(/sign-in\?to=/);
		await host.page.locator("input[name=login]").fill(day.login);
		await host.page.locator("input[name=password]").fill(day.password);
		await host.page.locator("form button").click();
		await host.page.waitForURL(`${base}/c/${day.contest}/people`);
		expect(await host.page.getByRole("navigation").first().innerText()).toMatch(/Desk\s+Notary\s+People\s+Floor/);
		await host.context.close();
	});
	it("are not led away to another site", async () => {
		const seen = await newPage(browser, { lang: "en" });
		await goto(seen, "/sign-in?to=//elsewhere.example/c");
		await seen.page.locator("input[name=login]").fill(day.login);
		await seen.page.locator("input[name=password]").fill(day.password);
		await seen.page.locator("form button").click();
		await seen.page.waitForURL(`${base}/c/${day.contest}/desk`);
		await seen.context.close();
	});
	it("by a link come to the work of its role", async () => {
		for (const [token, path] of [
			[day.experts["J-1"]!, `/c/${day.contest}/mark`],
			[day.links.floor, `/c/${day.contest}/floor`],
			[day.links.supervisor, `/c/${day.contest}/desk`],
			[day.links.viewer, "/me"],
			[day.bound, `/c/${day.contest}/desk/${day.stage}/${day.heats[0]}`],
		] as const) {
			const staff = await enter(browser, token);
			expect(new URL(staff.page.url()).pathname.startsWith(path), `${staff.page.url()} is not ${path}`).toBe(true);
			await staff.context.close();
		}
	});
	describe.each(["zh", "en"] as const)("in %s", (lang) => {
		it.each(Object.keys(widths) as Width[])("see at %s width what they can do", async (width) => {
			const theme = width === "tablet" ? "dark" : "light";
			const staff = await enter(browser, day.links.supervisor, { lang, width, theme });
			await goto(staff, "/me");
			await staff.page.locator(".room").nth(1).waitFor();
			expect(await staff.page.locator(".room .name").allInnerTexts()).toEqual(
				lang === "zh" ? ["评审台", "公证台"] : ["Desk", "Notary's desk"],
			);
			await shoot(staff.page, `me-${width}-${lang}`);
			expect(await overflow(staff.page)).toBe(0);
			expect(await axe(staff.page)).toEqual([]);
			expect(staff.errors).toEqual([]);
			await staff.context.close();
		});
	});
	it("leave, and are visitors again", async () => {
		const staff = await enter(browser, day.links.notary);
		await goto(staff, "/me");
		await staff.page.getByRole("button", { name: "Sign out" }).click();
		await staff.page.waitForURL(/\/sign-in$/);
		staff.asked.length = 0;
		await goto(staff, `/c/${day.contest}`);
		expect(await staff.page.getByRole("navigation").first().innerText()).not.toContain("Desk");
		expect(staff.asked.filter((path) => /\/(me|session)$/.test(path))).toEqual([]);
		await staff.context.close();
	});
});
