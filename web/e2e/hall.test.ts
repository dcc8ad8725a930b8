// A heat in the hall against the program itself (tests/e2e/hall.py prepares it): the console moves, the wall and the timer follow;
// nothing is known on the wall before it is shown.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axe as complaints } from "./axe";
import { base, launch, newPage, shoot, type Seen } from "./browser";

interface Hall {
	floor: string;
	bound: string;
	experts: string[];
}
const hall = JSON.parse(process.env.HALL ?? "null") as Hall | null;

const HEAT = "/api/v1/contests/small/stages/first/heats/room";
const AT = "?stage=first&heat=room&lang=en";
const ORDER = ["E-2", "E-1", "E-3", "E-4", "E-5"];
// plan 60 %, use 40 %: 9.10, 9.00, 8.80, so 8.97
const SHEETS = [
	{ plan: "9.5", use: "8.5" },
	{ plan: "9", use: "9" },
	{ plan: "9", use: "8.5" },
];
const SECRET = /(^|[":\s])(8\.97|9\.5|8\.5|9\.1|8\.9667)\d*($|["\s,}\]])/;

// What came to a page: bodies of the API's answers, and each event of its stream.
async function overheard(seen: Seen): Promise<string[]> {
	const heard: string[] = [];
	seen.page.on("response", (r) => {
		if (!r.url().includes("/api/") || r.url().endsWith("/events")) return;
		void r.text().then(
			(text) => heard.push(text),
			() => undefined,
		);
	});
	const wire = await seen.context.newCDPSession(seen.page);
	await wire.send("Network.enable");
	wire.on("Network.eventSourceMessageReceived", (e) => heard.push(e.data));
	return heard;
}

async function api(cookie: string, method: string, path: string, body?: object, token = ""): Promise<Response> {
	return fetch(base + path, {
		method,
		headers: {
			...(cookie ? { Cookie: cookie } : {}),
			...(token ? { "X-Leitai-Token": token, "Idempotency-Key": crypto.randomUUID() } : {}),
			"Content-Type": "application/json",
		},
		body: body && JSON.stringify(body),
	});
}
async function enter(link: string): Promise<{ cookie: string; token: string }> {
	const answer = await api("", "POST", "/api/v1/session/link", { token: link });
	const cookie = answer.headers.get("set-cookie")!.split(";")[0]!;
	return { cookie, token: ((await answer.json()) as { token: string }).token };
}
const floorNow = async (): Promise<any> => (await fetch(`${base}${HEAT}/floor`)).json();

async function handIn(entry: string, marks: (typeof SHEETS)[number][], first = 0): Promise<void> {
	for (const [i, m] of marks.entries()) {
		const who = await enter(hall!.experts[first + i]!);
		const body = { entry, marks: m, base: 0, draft: `d-${entry}-${first + i}` };
		const answer = await api(who.cookie, "POST", `${HEAT}/sheets`, body, who.token);
		expect(answer.status, await answer.clone().text()).toBe(200);
	}
}

describe.skipIf(!hall)("a heat in the hall", () => {
	let browser: Browser;
	let desk: Seen; // the console
	let wall: Seen;
	let timer: Seen;
	let heard: string[];

	const open = async (path: string, how: Parameters<typeof newPage>[1]): Promise<Seen> => {
		const seen = await newPage(browser, { lang: "en", ...how });
		await seen.page.goto(base + path);
		return seen;
	};
	const sees = (seen: Seen, text: string | RegExp, where = "body"): Promise<void> =>
		seen.page.locator(where).filter({ hasText: text }).first().waitFor({ timeout: 10_000 });
	const button = (seen: Seen, name: string | RegExp) => seen.page.getByRole("button", { name });
	const goes = (seen: Seen, name: string) => seen.page.locator("button.goes", { hasText: name });
	const press = async (page: Page, key: string): Promise<void> => {
		await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
		await page.keyboard.press(key);
	};

	beforeAll(async () => {
		browser = await launch();
		wall = await newPage(browser, { lang: "en", size: { width: 1920, height: 1080 } });
		heard = await overheard(wall);
		await wall.page.goto(`${base}/c/small/screen/wall${AT}`);
		timer = await newPage(browser, { lang: "en", size: { width: 1280, height: 720 } });
		await timer.page.addInitScript(() => {
			const Real = window.AudioContext;
			(window as any).sounds = 0;
			window.AudioContext = class extends Real {
				constructor() {
					super();
					(window as any).sounds++;
				}
			};
		});
		await timer.page.goto(`${base}/c/small/screen/timer${AT}`);
	});
	afterAll(() => browser?.close());
	afterEach(async ({ task }) => {
		if (task.result?.state !== "fail") return;
		for (const [name, seen] of Object.entries({ desk, wall, timer }))
			if (seen) await shoot(seen.page, `failed-${task.id.split("_").pop()}-${name}`, false);
	});

	it("a floor manager's link leads to the heats, one bound to a heat to that heat", async () => {
		const bound = await open(`/enter#${hall!.bound}`, { size: { width: 820, height: 1180 } });
		await bound.page.waitForURL("**/c/small/floor/first/room");
		await bound.context.close();
		desk = await open(`/enter#${hall!.floor}`, { size: { width: 1180, height: 820 } });
		await desk.page.waitForURL("**/c/small/floor");
		expect(desk.page.url()).not.toContain(hall!.floor);
		await shoot(desk.page, "floor-list", false);
		expect(await complaints(desk.page)).toEqual([]);
		await desk.page.getByRole("link", { name: /Heat A/ }).click();
		await sees(desk, "Open the heat");
	});

	it("a running order is that of a public draw, and the record names it; the opening is taken back", async () => {
		await button(desk, "Order of draw 1: running order").click();
		await sees(desk, "This is the order of draw 1.");
		expect(await complaints(desk.page)).toEqual([]);
		await shoot(desk.page, "floor-open-draw", false);
		await button(desk, "Open with this order (5)").click();
		await goes(desk, "Call to the stage").waitFor();
		const drawn = await (await fetch(`${base}/api/v1/contests/small/draws/1`)).json();
		const floor = await floorNow();
		expect(floor.draw).toBe(1);
		expect(floor.order.map((e: any) => e.entry)).toEqual(drawn.order.map((p: any) => p.id));
		await sees(desk, "Opened in the order of draw 1");
		expect(await complaints(desk.page)).toEqual([]);
		await button(desk, /Undo: opening of the heat/).click();
		await sees(desk, "Open the heat");
		expect((await floorNow()).draw).toBeUndefined();
	});

	it("a running order is put together by paste and by keys, and opens the heat", async () => {
		await desk.page.locator("summary").click();
		await desk.page.locator("textarea").fill("E-2, E-3\nE-1 项目 1\nnobody");
		await sees(desk, "Not understood: nobody");
		await button(desk, "Use this order").click();
		await button(desk, /Drag to move 项目 3/).focus();
		await desk.page.keyboard.press("ArrowDown");
		await sees(desk, "项目 3, place 3", "[role=status]");
		expect(await complaints(desk.page)).toEqual([]);
		await shoot(desk.page, "floor-open", false);
		await button(desk, "Open with this order (5)").click();
		await goes(desk, "Call to the stage").waitFor();
		expect((await floorNow()).order.map((e: any) => e.entry)).toEqual(ORDER);
		await sees(wall, "Running order");
	});

	it("the wall and the timer follow each step", async () => {
		await press(desk.page, "Enter");
		await sees(wall, "To the stage", ".stage");
		await sees(wall, "项目 2", ".stage h2");
		await goes(desk, "Start the pitch").waitFor();
		await shoot(desk.page, "floor-called", false);
		await press(desk.page, "Enter");
		await sees(wall, "Pitch", ".stage");
		await sees(timer, /^(5:00|4:5\d)$/, ".digits");
		await sees(wall, /^(5:00|4:5\d)$/, ".digits");
		await goes(desk, "On to questions").waitFor();
		await press(desk.page, " ");
		await sees(timer, "Paused");
		await sees(desk, "Paused");
		const stands = await timer.page.locator(".digits").innerText();
		await timer.page.waitForTimeout(1500);
		expect(await timer.page.locator(".digits").innerText()).toBe(stands);
		await press(desk.page, " ");
		await timer.page.waitForFunction(() => !document.querySelector(".timer.paused"));
		await button(desk, "Add a minute").click();
		await sees(timer, /^5:[0-5]\d$/, ".digits");
	});

	it("an undo says what it takes back and takes it back", async () => {
		await button(desk, "Undo: extra time").click();
		await sees(timer, /^4:[0-5]\d$/, ".digits");
		await button(desk, "Undo: resumption").click();
		await sees(timer, "Paused");
		await button(desk, "Undo: pause").click();
		await button(desk, "Undo: start of E-2's pitch").click();
		await sees(wall, "To the stage", ".stage");
		await goes(desk, "Start the pitch").waitFor();
	});

	it("a late team goes last, an absent one waits aside and comes back", async () => {
		await button(desk, "Move to the end").click();
		await goes(desk, "Call to the stage").filter({ hasText: "项目 1" }).waitFor();
		expect((await floorNow()).order.map((e: any) => e.entry)).toEqual(["E-1", "E-3", "E-4", "E-5", "E-2"]);
		await press(desk.page, "Enter");
		await goes(desk, "Start the pitch").waitFor();
		await button(desk, "Mark absent").click();
		await desk.page.locator("dialog").getByRole("button", { name: "Mark absent" }).click();
		await button(desk, "Back in the line").click();
		await goes(desk, "Call to the stage").filter({ hasText: "项目 3" }).waitFor();
		expect((await floorNow()).order.find((e: any) => e.entry === "E-1").phase).toBe("waiting");
	});

	it("waiting entries are put in another order", async () => {
		const before = (await floorNow()).order.filter((e: any) => e.phase === "waiting").map((e: any) => e.entry);
		await button(desk, /Drag to move 项目 1/).focus();
		await desk.page.keyboard.press("Home");
		await button(desk, "Save the order").click();
		await goes(desk, "Call to the stage").filter({ hasText: "项目 1" }).waitFor();
		const after = (await floorNow()).order.map((e: any) => e.entry);
		expect(after[0]).toBe("E-1");
		expect([...after].sort()).toEqual([...before].sort());
	});

	it("of two consoles that press at once one acts, and the other is told what was done", async () => {
		const other = await open(`/enter#${hall!.floor}`, { size: { width: 820, height: 1180 } });
		await other.page.waitForURL("**/c/small/floor");
		await other.page.goto(`${base}/c/small/floor/first/room`);
		await goes(other, "Call to the stage").waitFor();
		// The other presses first, and its line is slow: it acts on what it saw.
		await other.page.route("**/floor", async (route) => {
			if (route.request().method() === "POST") await new Promise((go) => setTimeout(go, 900));
			await route.continue();
		});
		const sent = other.page.waitForRequest((r) => r.method() === "POST" && r.url().endsWith("/floor"));
		await goes(other, "Call to the stage").click();
		await sent;
		await goes(desk, "Call to the stage").click();
		await sees(other, /Another manager was first: call of 项目 1/, ".note");
		await goes(other, "Start the pitch").waitFor();
		await shoot(other.page, "floor-moved", false);
		expect(await complaints(other.page)).toEqual([]);
		await other.context.close();
	});

	it("the time is right to a tenth, by the server's clock", async () => {
		await goes(desk, "Start the pitch").click();
		await goes(desk, "On to questions").click();
		await goes(desk, "On to marking").waitFor();
		const { clock } = await floorNow();
		await timer.page.waitForFunction(() => /^\d\.\d$/.test(document.querySelector(".digits")?.textContent?.trim() ?? ""));
		for (let n = 0; n < 8; n++) {
			const [shown, local] = await timer.page.evaluate(
				() =>
					new Promise<[string, number]>((done) =>
						requestAnimationFrame(() =>
							done([document.querySelector(".digits")!.textContent!.trim(), performance.timeOrigin + performance.now()]),
						),
					),
			);
			const left = clock.limit_s - (local - Date.parse(clock.started)) / 1000;
			expect(Math.abs(Number(shown) - left), `${shown} shown, ${left} left`).toBeLessThan(0.2);
			await timer.page.waitForTimeout(300);
		}
		await sees(timer, "Last ten seconds");
		// The figures fill a third of the height or more: a digit is .72 of its size high.
		const size = await timer.page.evaluate(() => parseFloat(getComputedStyle(document.querySelector(".digits")!).fontSize));
		expect(0.72 * size).toBeGreaterThan(720 / 3);
		await shoot(timer.page, "timer-last", false);
		await sees(timer, "Overtime");
		await sees(timer, /^\+0:0\d$/, ".digits");
	});

	it("sound is off until somebody turns it on", async () => {
		expect(await timer.page.evaluate(() => (window as any).sounds)).toBe(0);
		await button(timer, "Turn the sound on").click();
		await button(timer, "Sound: on").waitFor();
		expect(await timer.page.evaluate(() => (window as any).sounds)).toBe(1);
		await button(timer, "Sound: on").click();
	});

	it("sheets come in as pips, with the names of those who are missing on the console alone", async () => {
		await goes(desk, "On to marking").click();
		await sees(wall, /Sheets in: 0 of 3/);
		await handIn("E-1", SHEETS.slice(0, 2));
		await sees(wall, /Sheets in: 2 of 3/);
		expect(await wall.page.locator(".pips i.in").count()).toBe(2);
		await sees(desk, /1 missing\s+J-3/);
		expect(heard.join("\n")).not.toContain("J-3");
		await shoot(desk.page, "floor-marking", false);
		await shoot(wall.page, "wall-marking", false);
		await button(desk, "Lock").click();
		await sees(desk, /1 sheets are not in/, "dialog");
		expect(await desk.page.evaluate(() => document.activeElement?.textContent?.trim())).toBe("Cancel");
		expect(await complaints(desk.page)).toEqual([]);
		await desk.page.keyboard.press("Escape");
		await handIn("E-1", SHEETS.slice(2), 2);
		await goes(desk, "Lock the marks").click();
		await sees(wall, "Marks are sealed");
	});

	it("nothing of a score reaches the wall before it is shown; then it is a moment, and a row", async () => {
		await wall.page.waitForTimeout(1500);
		expect(heard.filter((text) => SECRET.test(text))).toEqual([]);
		expect(await wall.page.content()).not.toMatch(SECRET);
		await button(desk, "Reveal the score").click();
		await sees(wall, "8.97", ".moment .score");
		await sees(wall, "Now in place 1", ".moment");
		await wall.page.waitForTimeout(2500);
		await shoot(wall.page, "wall-reveal", false);
		expect(heard.some((text) => SECRET.test(text))).toBe(true); // the ear hears
		await wall.page.locator(".moment").waitFor({ state: "detached", timeout: 15_000 });
		await sees(wall, "8.97", ".running .score");
		expect(heard.filter((text) => /"(9\.5|8\.5)"|:(9\.5|8\.5)[,}]/.test(text))).toEqual([]); // single marks never
		await sees(desk, /Just revealed\s+项目 1\s+8\.97/);
	});

	it("while the network is away the screens keep their state, and the console says so and stands still", async () => {
		await desk.context.setOffline(true);
		await sees(desk, "The server can't be reached");
		expect(await goes(desk, "Call to the stage").isDisabled()).toBe(true);
		await shoot(desk.page, "floor-offline", false);
		await desk.context.setOffline(false);
		await desk.page.waitForFunction(() => !document.querySelector(".note"), undefined, { timeout: 45_000 });
		await goes(desk, "Call to the stage").click();
		await goes(desk, "Start the pitch").waitFor();
	});

	it("the overlay is transparent, the lobby tells what runs", async () => {
		const overlay = await open(`/c/small/screen/overlay${AT}`, { size: { width: 1920, height: 1080 }, theme: "dark", calm: true });
		await sees(overlay, "To the stage", ".third");
		expect(
			await overlay.page.evaluate(() =>
				[document.documentElement, document.body, document.querySelector("main")!].map(
					(x) => getComputedStyle(x).backgroundColor,
				),
			),
		).toEqual(Array(3).fill("rgba(0, 0, 0, 0)"));
		const box = (await overlay.page.locator(".third").boundingBox())!;
		expect(box.x).toBeGreaterThanOrEqual(96);
		expect(box.x + box.width).toBeLessThanOrEqual(1920 - 96);
		expect(box.y + box.height).toBeLessThanOrEqual(1080 - 54);
		expect(await complaints(overlay.page)).toEqual([]);
		expect(overlay.errors).toEqual([]);
		await overlay.context.close();
		for (const width of ["desktop", "phone"] as const) {
			const lobby = await open(`/c/small/screen/lobby?lang=zh`, { width });
			await sees(lobby, "请上台", ".on");
			expect(await lobby.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
			await shoot(lobby.page, `lobby-${width}`);
			expect(await complaints(lobby.page)).toEqual([]);
			expect(lobby.errors).toEqual([]);
			await lobby.context.close();
		}
	});

	it("is readable to everybody and quiet in the console", async () => {
		for (const seen of [wall, timer]) {
			expect(await complaints(seen.page)).toEqual([]);
			expect(seen.errors).toEqual([]);
		}
		const smallest = await wall.page.evaluate(() =>
			Math.min(
				...[...document.querySelectorAll(".screen *")]
					.filter((e) => !e.closest(".hidden") && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent!.trim()))
					.map((e) => parseFloat(getComputedStyle(e).fontSize)),
			),
		);
		expect(smallest).toBeGreaterThanOrEqual(28);
		expect(desk.errors.filter((e) => !/Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(e))).toEqual([]);
	});

	it("who may not run the floor is told so", async () => {
		const stranger = await open("/c/small/floor/first/room", {});
		await sees(stranger, "Sign in first");
		await stranger.context.close();
	});
});
