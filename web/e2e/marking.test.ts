// A heat with three experts at their tablets, on the real server, over a network that fails: every mark arrives exactly
// once, and its receipt is in the public ledger.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { base, launch, shoot } from "./browser";
import { Wire } from "./wire";

interface Day {
	contest: string;
	stage: string;
	heat: string;
	links: Record<string, string>;
	floor: string;
	tied: { contest: string; stage: string; chair: string; link: string };
}
const day = process.env.MARKING ? (JSON.parse(process.env.MARKING) as Day) : null;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tablet = { width: 1180, height: 820 };

const api = `${base}/api/v1`;
const home = `${api}/contests/${day?.contest}`;
const heat = `${home}/stages/${day?.stage}/heats/${day?.heat}`;

// Somebody at the API, without a browser.
class Person {
	private cookie = "";
	private token = "";
	async enter(link: string): Promise<this> {
		const answer = await fetch(`${api}/session/link`, {
			method: "POST",
			headers: { "Content-Type": "application/json" },
			body: JSON.stringify({ token: link }),
		});
		this.cookie = answer.headers.get("set-cookie")!.split(";")[0]!;
		this.token = ((await answer.json()) as { token: string }).token;
		return this;
	}
	async get(url: string): Promise<any> {
		return (await fetch(url, { headers: { Cookie: this.cookie } })).json();
	}
	async post(url: string, body: object): Promise<any> {
		const headers = {
			Cookie: this.cookie,
			"X-Leitai-Token": this.token,
			"Content-Type": "application/json",
			"Idempotency-Key": `t-${Math.random().toString(36).slice(2)}`,
		};
		const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
		const told = await answer.json();
		if (!answer.ok) throw new Error(`${url} ${JSON.stringify(body)}: ${JSON.stringify(told)}`);
		return told;
	}
}

let floor: Person;
const people = new Map<string, Person>();
let steps = 0;
async function step(action: string, entry?: string, more: object = {}): Promise<void> {
	await floor.post(`${heat}/floor`, { step: ++steps, action, ...(entry ? { entry } : {}), ...more });
}
const sheetOf = async (expert: string, entry: string): Promise<any> =>
	(await people.get(expert)!.get(`${home}/marking`)).heats[0].entries.find((e: any) => e.entry === entry).sheet;

async function ledger(): Promise<any[]> {
	const text = await (await fetch(`${home}/ledger/entries?from=0&limit=1000`)).text();
	return text
		.trimEnd()
		.split("\n")
		.map((line) => ({
			...JSON.parse(line),
			leaf: createHash("sha256")
				.update(Buffer.concat([Buffer.from([0]), Buffer.from(line)]))
				.digest("hex"),
		}));
}
// The sheet's receipt is a line of the public ledger.
async function stands(sheet: any): Promise<void> {
	const record = (await ledger())[sheet.seq];
	expect(record).toMatchObject({ seq: sheet.seq, leaf: sheet.leaf, ts: sheet.ts });
	expect(record.type).toMatch(/^sheet\.(submit|amend)$/);
}

// ---- at a tablet
async function enter(page: Page, url: string, expert: string): Promise<void> {
	await page.goto(`${url}/enter#${day!.links[expert]}`);
	await page.waitForURL(/\/mark$/);
	await page.locator(".tape button").first().waitFor();
}
const look = async (page: Page, turn: number): Promise<void> => {
	await page.locator(".tape button").nth(turn - 1).click();
	await page.locator(`.tape li:nth-child(${turn}) [aria-current]`).waitFor();
};
// The first mark by the pad, the second by its own button.
async function mark(page: Page, plan: string, use: number): Promise<void> {
	await page.locator(".card input.num").first().click();
	const pad = page.locator(".card .pad");
	await pad.getByRole("button", { name: /Clear|清除/ }).click();
	for (const key of plan) await pad.getByRole("button", { name: key, exact: true }).click();
	await pad.locator(".done").click();
	await page.locator(".card").nth(1).locator(".few button").nth(use).click();
}
const send = (page: Page): Promise<void> => page.locator(".go").click();
const said = (page: Page, text: RegExp): Promise<void> =>
	page.locator(".status", { hasText: text }).waitFor({ timeout: 60_000 });
// The page's worker has all of the page's files. (`ready` is for the address a page was loaded from, here /enter.)
const installed = (page: Page): Promise<void> =>
	page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated").then();
async function complaints(page: Page): Promise<string[]> {
	await page.evaluate(axe);
	return page.evaluate(async () => {
		const found = await (window as any).axe.run(document, { resultTypes: ["violations"] });
		return found.violations
			.filter((v: any) => v.impact === "serious" || v.impact === "critical")
			.map((v: any) => `${v.id}: ${v.nodes.slice(0, 3).map((n: any) => n.html.slice(0, 140)).join(" | ")}`);
	});
}

describe.skipIf(!day)("experts at their tablets", () => {
	let browser: Browser;
	const wires: Wire[] = [];
	const wire = async (): Promise<Wire> => {
		const made = await new Wire().open();
		wires.push(made);
		return made;
	};
	const context = (more: object = {}): Promise<BrowserContext> =>
		browser.newContext({ viewport: tablet, locale: "en-GB", reducedMotion: "reduce", ...more });
	const profile = mkdtempSync(join(tmpdir(), "leitai-tablet-"));
	const own = (): Promise<BrowserContext> =>
		chromium.launchPersistentContext(profile, {
			executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
			args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
			viewport: tablet,
			locale: "en-GB",
		});

	beforeAll(async () => {
		browser = await launch();
		floor = await new Person().enter(day!.floor);
		for (const [expert, link] of Object.entries(day!.links)) people.set(expert, await new Person().enter(link));
		await step("open", undefined, { entries: [1, 2, 3, 4, 5, 6, 7, 8].map((i) => `E-${i}`) });
		await step("call", "E-1");
		await step("pitch", "E-1");
	});
	afterAll(async () => {
		await browser?.close();
		for (const w of wires) w.close();
		rmSync(profile, { recursive: true, force: true });
	});

	it("one is without a network for two entries and closes the browser: all marks arrive, once, with their receipts", async () => {
		const line = await wire();
		let away = await own();
		let page = await away.newPage();
		await enter(page, line.url, "J-3");
		await installed(page);
		const others = await Promise.all(["J-1", "J-2"].map(async (expert) => ({ expert, at: await context() })));
		const pages: Page[] = [];
		for (const { expert, at } of others) {
			const p = await at.newPage();
			await enter(p, base, expert);
			pages.push(p);
		}

		line.cut();
		for (const [turn, plan, use] of [
			[1, "88.5", 8],
			[2, "71", 6],
		] as const) {
			for (const p of pages) {
				await p.locator(".onstage.live", { hasText: "pitching" }).waitFor({ timeout: 15_000 });
				await mark(p, plan, use);
				await send(p);
				await said(p, /receipt #\d+/);
			}
			await look(page, turn);
			await mark(page, plan, use);
			await send(page);
			await said(page, new RegExp(`Offline since .* ${turn} waiting`));
			await step("mark", `E-${turn}`);
			if (turn === 1) {
				await step("call", "E-2");
				await step("pitch", "E-2");
				for (const p of pages) await p.locator(".tape li:nth-child(2) [aria-current]").waitFor();
			}
		}
		await shoot(page, "marking-offline", false);
		await away.close();

		// The tablet comes up again, still without a network: the page opens from what it keeps.
		away = await own();
		page = await away.newPage();
		await page.goto(`${line.url}/c/${day!.contest}/mark`);
		await said(page, /2 waiting/);
		await look(page, 1);
		expect(await page.locator(".card input.num").first().inputValue()).toBe("88.5");
		expect(await sheetOf("J-3", "E-1")).toBeNull();

		line.heal();
		await said(page, /Received · receipt #\d+/);
		for (const [entry, plan, use] of [
			["E-1", "88.5", "8"],
			["E-2", "71", "6"],
		] as const)
			for (const expert of ["J-1", "J-2", "J-3"]) {
				const sheet = await sheetOf(expert, entry);
				expect(sheet).toMatchObject({ version: 1, marks: { plan, use }, signed: true });
				await stands(sheet);
			}
		const sheets = (await ledger()).filter((r) => r.type === "sheet.submit");
		expect(sheets).toHaveLength(6);
		expect(new Set(sheets.map((r) => r.req)).size).toBe(6);
		for (const { at } of others) await at.close();
		await away.close();
	});

	it("an answer that is lost is asked for again, and nothing is there twice", async () => {
		const line = await wire();
		const at = await context();
		const page = await at.newPage();
		await enter(page, line.url, "J-1");
		await look(page, 2);
		const before = await sheetOf("J-1", "E-2");
		await expect
			.poll(async () => (await ledger()).filter((r) => r.type === "key.enrol" && r.body.expert === "J-1").length)
			.toBeGreaterThan(1);
		await mark(page, "72", 6);
		line.mute();
		await send(page);
		await expect.poll(async () => (await sheetOf("J-1", "E-2")).version, { timeout: 20_000 }).toBe(before.version + 1);
		line.heal();
		await said(page, /Received/);
		const after = await sheetOf("J-1", "E-2");
		expect(after).toMatchObject({ version: before.version + 1, marks: { plan: "72" } });
		await stands(after);
		await at.close();
	});

	it("two devices of one expert disagree: both versions are shown, the expert chooses", async () => {
		const line = await wire();
		const [one, two] = [await context(), await context({ locale: "zh-CN" })];
		const [here, there] = [await one.newPage(), await two.newPage()];
		await enter(here, line.url, "J-2");
		await look(here, 2);
		line.cut();
		await mark(here, "90", 9);
		await send(here);
		await said(here, /1 waiting/);
		await enter(there, base, "J-2");
		await look(there, 2);
		await mark(there, "65", 5);
		await send(there);
		await expect.poll(() => sheetOf("J-2", "E-2")).toMatchObject({ version: 2, marks: { plan: "65" } });
		line.heal();
		await here.locator(".conflict table").waitFor({ timeout: 60_000 });
		expect(await here.locator(".conflict td").allInnerTexts()).toEqual(["90.0", "65.0", "9", "5", "57.60", "41.00"]);
		expect(await complaints(here)).toEqual([]);
		await shoot(here, "marking-conflict", false);
		await here.getByRole("button", { name: "Use this device's" }).click();
		await expect
			.poll(() => sheetOf("J-2", "E-2"), { timeout: 20_000 })
			.toMatchObject({ version: 3, marks: { plan: "90", use: "9" } });
		await said(here, /Received/);
		await one.close();
		await two.close();
	});

	it("a draft outlives a reload, an amendment keeps both versions, a lock ends it", async () => {
		const at = await context();
		const page = await at.newPage();
		await enter(page, base, "J-1");
		await look(page, 2);
		await mark(page, "80.5", 7);
		await page.reload();
		await look(page, 2);
		expect(await page.locator(".card input.num").first().inputValue()).toBe("80.5");
		expect(await page.locator(".go").innerText()).toBe("Hand in change");
		const before = await sheetOf("J-1", "E-2");
		await send(page);
		await expect.poll(async () => (await sheetOf("J-1", "E-2")).version).toBe(before.version + 1);
		expect((await ledger()).filter((r) => r.type === "sheet.amend").length).toBeGreaterThan(1);
		await page.locator(".card .nudge").first().click();
		await step("lock", "E-2");
		await page.getByText("locked before you handed in").waitFor();
		expect(await page.locator(".go").count()).toBe(0);
		await at.close();
	});

	it("what comes after the lock is kept, with the reason and a code for paper", async () => {
		await step("call", "E-3");
		await step("pitch", "E-3");
		const line = await wire();
		const at = await context();
		const page = await at.newPage();
		await enter(page, line.url, "J-1");
		line.cut();
		await look(page, 3);
		await mark(page, "77.5", 7);
		await send(page);
		await said(page, /1 waiting/);
		await step("mark", "E-3");
		await step("lock", "E-3");
		line.heal();
		await said(page, /1 in need of you/);
		await page.getByText("The entry is locked. Show this sheet to the chair").waitFor();
		expect(await complaints(page)).toEqual([]);
		await page.getByRole("button", { name: "Put on paper" }).click();
		await page.locator("dialog svg[role=img]").waitFor();
		expect(await page.locator("dialog table").innerText()).toContain("77.5");
		await shoot(page, "marking-paper", false);
		expect(await sheetOf("J-1", "E-3")).toBeNull();
		await page.keyboard.press("Escape");
		// Leaving with it takes a second word.
		await page.getByRole("button", { name: "Menu" }).click();
		await page.getByRole("button", { name: "Sign out" }).click();
		await page.getByText("Sheets that have not arrived yet: 1").waitFor();
		await at.close();
	});

	it("recusal says what it means, and hides the entry", async () => {
		await step("call", "E-4");
		await step("pitch", "E-4");
		const at = await context();
		const page = await at.newPage();
		await enter(page, base, "J-2");
		await page.getByRole("button", { name: "Recuse myself" }).click();
		const go = page.getByRole("button", { name: "Confirm recusal" });
		expect(await go.isDisabled()).toBe(true);
		await page.getByLabel("Family").check();
		await page.getByLabel("I recuse myself from this entry").check();
		expect(await complaints(page)).toEqual([]);
		await go.click();
		await page.getByText("You are recused from this entry").waitFor();
		await expect.poll(async () => (await sheetOf("J-2", "E-4"))?.recused).toBe(true);
		await page.reload();
		await look(page, 4);
		await page.getByText("You are recused from this entry").waitFor();
		await expect.poll(() => page.getByText("Rehearsal entry 4").count()).toBe(0);
		await at.close();
	});

	it("the keyboard alone marks and hands in", async () => {
		const at = await context();
		const page = await at.newPage();
		await enter(page, base, "J-1");
		await look(page, 4);
		await page.locator(".card input[type=range]").first().focus();
		await page.keyboard.press("End");
		await page.keyboard.press("ArrowLeft");
		await page.keyboard.press("Tab");
		expect(await page.locator(".card input.num").first().inputValue()).toBe("99.5");
		await page.locator(".card input.num").nth(1).focus();
		await page.keyboard.type("9");
		await page.keyboard.press("ArrowUp");
		await page.keyboard.press("Control+Enter");
		await expect.poll(() => sheetOf("J-1", "E-4")).toMatchObject({ marks: { plan: "99.5", use: "10" } });
		await at.close();
	});

	it("the worker of the page answers for nothing else and keeps no answer of the API", async () => {
		const at = await context();
		const page = await at.newPage();
		await enter(page, base, "J-1");
		await installed(page);
		const kept = await page.evaluate(async () =>
			(await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys())))
				.flat()
				.map((r) => new URL(r.url).pathname),
		);
		expect(kept).toContain("/index.html");
		expect(kept.filter((path) => path !== "/index.html" && !path.startsWith("/assets/"))).toEqual([]);
		await page.goto(`${base}/c/${day!.contest}`);
		await page.locator("h1").first().waitFor();
		expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
		await at.close();
	});

	it("a tie is ranked by the keyboard, and the vote arrives", async () => {
		const { tied } = day!;
		const ties = `${api}/contests/${tied.contest}/stages/${tied.stage}/ties`;
		const chair = await new Person().enter(tied.chair);
		await chair.post(ties, {});
		const at = await context();
		const page = await at.newPage();
		await page.goto(`${base}/enter#${tied.link}`);
		await page.getByRole("button", { name: "2 entries are tied" }).click();
		const first = page.locator("dialog .grip").first();
		await first.focus();
		const name = (await first.getAttribute("aria-label"))!.slice(3);
		await page.keyboard.press("ArrowDown");
		await page.locator("dialog .hidden[role=status]", { hasText: `${name} moved to place 2` }).waitFor({ state: "attached" });
		expect(await complaints(page)).toEqual([]);
		await shoot(page, "marking-tie", false);
		await page.getByRole("button", { name: "Hand in ranking" }).click();
		await page.locator("dialog .line", { hasText: "Received" }).waitFor();
		expect((await chair.get(ties)).ties[0].voters.find((v: any) => v.expert === "J-1").voted).toBe(true);
		await at.close();
	});

	describe.each(["zh", "en"] as const)("in %s", (lang) => {
		it.each([
			["phone", 390, 844, "light"],
			["tablet-upright", 820, 1180, "dark"],
			["tablet", 1180, 820, "light"],
		] as const)("%s: no sideways scrolling, nothing serious for axe, targets large enough", async (name, width, height, theme) => {
			const at = await context({
				viewport: { width, height },
				locale: lang === "zh" ? "zh-CN" : "en-GB",
				colorScheme: theme,
			});
			const page = await at.newPage();
			const errors: string[] = [];
			page.on("console", (m) => ["error", "warning"].includes(m.type()) && errors.push(m.text()));
			page.on("pageerror", (e) => errors.push(e.message));
			await enter(page, base, "J-3");
			await look(page, 4);
			await mark(page, "83.5", 8);
			await page.locator(".card input.num").first().click();
			await shoot(page, `marking-${name}-${lang}-${theme}`, false);
			expect(
				await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
			).toBe(0);
			expect(await complaints(page)).toEqual([]);
			const small = await page.evaluate(() =>
				[...document.querySelectorAll(".marks button, .tape button, .go, .tool")]
					.map((b) => ({ text: b.textContent?.trim(), box: b.getBoundingClientRect() }))
					.filter(({ box }) => box.width > 0 && (box.height < 47.5 || box.width < 47.5))
					.map(({ text, box }) => `${text} ${box.width}×${box.height}`),
			);
			expect(small).toEqual([]);
			expect(errors).toEqual([]);
			await at.close();
		});
	});
});
