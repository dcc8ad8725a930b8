// Chromium by playwright-core. BASE_URL: the running server; CHROMIUM: the browser; SHOTS: a folder for screenshots.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

export const base = process.env.SERVER!.replace(/\/$/, "");
const shots = process.env.SHOTS;

export const widths = {
	desktop: { width: 1440, height: 900 },
	tablet: { width: 820, height: 1180 },
	phone: { width: 390, height: 844 },
} as const;
export type Width = keyof typeof widths;
export type Lang = "zh" | "en";

export function launch(): Promise<Browser> {
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
		],
	});
}

export interface Seen {
	context: BrowserContext;
	page: Page;
	errors: string[]; // what the console and the page complained of
}

interface How {
	width?: Width;
	size?: { width: number; height: number };
	lang?: Lang;
	theme?: "light" | "dark";
	calm?: boolean;
}

// Listens to a page from its birth; `goto` forgets what the page before it said.
export async function newPage(browser: Browser, how: How = {}): Promise<Seen> {
	const context = await browser.newContext({
		viewport: how.size ?? widths[how.width ?? "desktop"],
		locale: how.lang === "zh" ? "zh-CN" : "en-GB",
		colorScheme: how.theme ?? "light",
		reducedMotion: how.calm ? "reduce" : "no-preference",
		hasTouch: how.width === "phone",
	});
	const page = await context.newPage();
	const errors: string[] = [];
	page.on("console", (message) => {
		if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
	});
	page.on("pageerror", (error) => errors.push(error.message));
	return { context, page, errors };
}

export async function goto(seen: Seen, path: string): Promise<void> {
	seen.errors.length = 0;
	await seen.page.goto(base + path);
	await seen.page.locator("main h1, .projector li").first().waitFor({ state: "attached" });
	await settle(seen.page);
}

export async function open(browser: Browser, path: string, how: How = {}): Promise<Seen> {
	const seen = await newPage(browser, how);
	await goto(seen, path);
	return seen;
}

// Scrolls through the page once, so that what waits for the view is drawn.
export async function settle(page: Page): Promise<void> {
	await page.evaluate(async () => {
		for (let y = 0; y < document.documentElement.scrollHeight; y += 800) {
			window.scrollTo(0, y);
			await new Promise((drawn) => setTimeout(drawn, 20));
		}
		window.scrollTo(0, 0);
	});
	// Every chart that came near the view has its canvas.
	await page.waitForFunction(
		() =>
			document.querySelectorAll("[role=img].box").length === document.querySelectorAll("[role=img].box canvas").length,
	);
}

export async function shoot(page: Page, name: string, full = true): Promise<void> {
	if (!shots) return;
	mkdirSync(shots, { recursive: true });
	await page.screenshot({ path: join(shots, `${name}.png`), fullPage: full });
}

// What a running server holds, so that the same tests fit the mock and the demonstration.
export interface Ground {
	contest: string;
	published: string; // a panel stage with a published board
	entry: string; // on that board
	waiting?: { contest: string; stage: string };
	pages: { name: string; path: string }[];
	others: { name: string; path: string }[]; // the other contests: the widest words and the most lists, on the narrowest screen
}

type Card = { id: string; stages: { id: string; kind: string; state: string }[] };

export async function survey(): Promise<Ground> {
	const get = async (path: string): Promise<any> => (await fetch(`${base}/api/v1${path}`)).json();
	const contests = (await get("/contests")).contests as Card[];
	const main = contests.find((c) => c.id === "ciic-2020") ?? contests[0];
	if (!main) throw new Error(`no contest at ${base}`);
	const published = main.stages.find((s) => s.kind === "panel" && s.state === "published")?.id;
	if (!published) throw new Error(`${main.id} has no published panel stage`);
	const entry = (await get(`/contests/${main.id}/stages/${published}`)).lists[0].rows[0].entry as string;
	const waiting = contests.flatMap((c) =>
		c.stages.filter((s) => s.state !== "published").map((s) => ({ contest: c.id, stage: s.id })),
	)[0];
	const home = `/c/${main.id}`;
	const pages = [
		{ name: "contests", path: "/" },
		{ name: "home", path: home },
		{ name: "board", path: `${home}/s/${published}` },
		{ name: "entry", path: `${home}/e/${entry}` },
		{ name: "wall", path: `${home}/wall` },
		{ name: "proof", path: `${home}/proof` },
		{ name: "sign-in", path: "/sign-in" },
		...(waiting ? [{ name: "awaited", path: `/c/${waiting.contest}/s/${waiting.stage}` }] : []),
	];
	const others = [
		...contests
			.filter((c) => c.id !== main.id)
			.flatMap((c) => {
				const board = c.stages.filter((s) => s.kind === "panel" && s.state === "published").at(-1);
				return [
					{ name: `home-${c.id}`, path: `/c/${c.id}` },
					...(board ? [{ name: `board-${c.id}`, path: `/c/${c.id}/s/${board.id}` }] : []),
				];
			}),
	];
	return { contest: main.id, published, entry, waiting, pages, others };
}
