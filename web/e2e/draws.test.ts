// A draw of the hall from the first commitment to the order, by the chair; the hall watches it without signing in.
import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe, overflow } from "./axe";
import { base, launch, newPage, open, shoot, type Seen } from "./browser";
import { Client, confirm, enter, type Staff } from "./staff";

// tests/e2e/browser.py says where (its marking rehearsal), and whose links.
const day = JSON.parse(process.env.MARKING ?? "null") as { contest: string; chair: string } | null;
const C = `/c/${day?.contest}/draws`;
let browser: Browser;
let chair: Staff;
let hall: Seen;

const sha = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");
// The test vector of docs/draw.md as the server would tell it; all that follows from the signature follows from what it ends in.
function published(digit: string): object {
	const pool = ["E-007", "E-012", "E-031", "E-044", "E-058"];
	const signature = `b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97${digit}`;
	const lines = pool.join("\n") + "\n";
	const chain = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
	const text = `leitai-draw/1\ncontest demo-2026\ndraw 1 running-order\npool-sha256 ${sha(lines)}\npool-lines 5\nbeacon drand ${chain} round 657413\nhall-entropy -\n`;
	const randomness = sha(Buffer.from(signature, "hex"));
	const seed = sha(`${sha(text)}:${randomness}`);
	const order = pool.map((id) => ({ id, key: sha(`${seed}:${id}`) })).sort((a, b) => (a.key < b.key ? -1 : 1));
	return {
		draw: 1, state: "concluded", purpose: "running-order", pool: 5, hall: false, round: 657413, used_round: 657413, seed, order,
		round_at: "2023-09-15T11:00:03Z", fallback_round: 686213, fallback_at: "2023-09-16T11:00:03Z",
		files: { "pool.txt": lines, "draw.txt": text, "beacon.txt": `round 657413\nsignature ${signature}\nrandomness ${randomness}\n` },
		"order.txt": `leitai-order/1\nannouncement ${sha(text)}\nrandomness ${randomness}\nseed ${seed}\n` + order.map((p, i) => `${i + 1} ${p.id}\n`).join(""),
		seal: { seq: 1, leaf: "0".repeat(64), ts: "2023-09-15T11:00:05Z" },
	};
}

const recorded = (page: Page) => page.getByRole("status").getByRole("button", { name: /Ledger record \d+/ });
const placesShown = (page: Page) => page.locator(".order li:not(.hid)").count();

describe.skipIf(!day?.chair)("a draw", () => {
	beforeAll(async () => {
		browser = await launch();
		chair = await enter(browser, day!.chair);
	});
	afterAll(() => browser?.close());

	it("is nobody's before there is one; the chair finds the page in the navigation", async () => {
		const { page, context } = await open(browser, `/c/${day!.contest}`, { lang: "en" });
		expect(await page.getByRole("navigation").getByRole("link", { name: "Draws" }).count()).toBe(0);
		await context.close();
		await chair.page.goto(`${base}/c/${day!.contest}`);
		await chair.page.getByRole("link", { name: "Draws" }).click();
		await chair.page.getByText("No draws yet").waitFor();
	});

	it("is committed to by lines that do not leave the device", async () => {
		const { page } = chair;
		const sent: string[] = [];
		page.on("request", (r) => sent.push(r.postData() ?? ""));
		await page.getByLabel("Purpose").fill("running order of the final");
		await page.getByRole("radio", { name: /people in the hall/ }).check();
		await page.getByText("8 ids", { exact: true }).waitFor();
		await page.getByText("Type lines or hashes here").click();
		for (const [who, words] of [["Team A", "keep calm"], ["队伍乙", "好好比赛"]] as const) {
			await page.getByLabel("Name or team").first().fill(who);
			await page.getByLabel("Some words").first().fill(words);
			await page.getByRole("button", { name: "Add", exact: true }).click();
		}
		await page.getByText("2 commitments").waitFor();
		await page.getByLabel("Hash handed in from a phone").fill("7");
		await page.getByRole("button", { name: "Add the hash" }).click();
		await page.getByText("A hash is 64 lower-case hex digits.").waitFor();
		expect(await axe(page)).toEqual([]);
		await shoot(page, "draws-new-desktop-en");
		await confirm(page, "Record the commitments");
		await page.waitForURL((url) => url.pathname === `${C}/1`);
		await recorded(page).waitFor();
		expect(sent.join("\n")).not.toContain("keep calm");
		expect(sent.join("\n")).toContain('"commitments"');
	});

	it("is seen in the hall, and announced with the lines that the device kept", async () => {
		hall = await open(browser, `${C}/1`, { lang: "en", size: { width: 1920, height: 1080 } });
		await hall.page.getByText("The hashes of 2 lines are on record").waitFor();
		expect(await axe(hall.page)).toEqual([]);
		await shoot(hall.page, "draw-committed-hall-en", false);
		const { page } = chair;
		await page.reload();
		await page.getByText("✓ matches").nth(1).waitFor();
		expect(await hall.page.locator(".pool li").count()).toBe(8); // fixed before anybody's line is known
		expect(await axe(page)).toEqual([]);
		await confirm(page, "Announce the draw");
		// The hall learns it by itself.
		await hall.page.getByText("The hall's lines are revealed; the draw follows").waitFor();
		await hall.page.getByText(/^Team A keep calm [0-9a-f]{32}$/).waitFor();
		expect(await hall.page.locator(".pool li").count()).toBe(8);
		await shoot(hall.page, "draw-announced-hall-en", false);
	});

	it("is drawn: the order comes place by place, and each browser recomputes it", async () => {
		const still = await newPage(browser, { lang: "zh", width: "phone", calm: true });
		await still.page.goto(`${base}${C}/1`);
		await still.page.getByText("等待开奖").first().waitFor();
		await confirm(chair.page, "Draw");
		await hall.page.locator(".order li").first().waitFor({ state: "attached" });
		expect(await placesShown(hall.page)).toBeLessThan(8);
		// Whoever asked for less motion has it at once.
		await still.page.locator(".order li").first().waitFor();
		expect(await placesShown(still.page)).toBe(8);
		await hall.page.getByText("All 8 places are drawn").waitFor();
		await hall.page.getByText("exactly the published one").waitFor();
		const order = await hall.page.locator(".order b").allInnerTexts();
		expect([...order].sort()).toEqual(Array.from({ length: 8 }, (_, i) => `E-${i + 1}`));
		const told = await (await fetch(`${base}/api/v1/contests/${day!.contest}/draws/1`)).json();
		expect(told.order.map((p: { id: string }) => p.id)).toEqual(order);
		await recorded(chair.page).waitFor();
		expect(await axe(hall.page)).toEqual([]);
		expect(await axe(still.page)).toEqual([]);
		expect(await overflow(still.page)).toBe(0);
		await shoot(hall.page, "draw-concluded-hall-en");
		await shoot(still.page, "draw-concluded-phone-zh");
		await hall.page.setViewportSize({ width: 820, height: 1180 });
		await shoot(hall.page, "draw-concluded-tablet-en", false);
		expect(hall.errors).toEqual([]);
		expect(chair.errors).toEqual([]);
		await still.context.close();
	});

	it("with a beacon counts down to its round; void, it stays in sight with its reason", async () => {
		const { page } = chair;
		await page.goto(base + C);
		await page.getByLabel("Purpose").fill("pots");
		await page.getByRole("radio", { name: "Paste ids" }).check();
		await page.getByLabel("One id a line").fill("E-3\nE-1, E-2");
		await page.getByText("3 ids", { exact: true }).waitFor();
		await confirm(page, "Announce the draw");
		await page.waitForURL((url) => url.pathname === `${C}/2`);
		await page.getByRole("timer").waitFor();
		expect(await page.getByRole("timer").innerText()).toMatch(/^(10|11|09)/);
		await page.getByText("The round is not out yet.").waitFor();
		expect(await axe(page)).toEqual([]);
		for (const [label, width] of [["tablet", "tablet"], ["phone", "phone"]] as const)
			for (const lang of ["zh", "en"] as const) {
				const seen = await open(browser, `${C}/2`, { lang, width });
				await seen.page.getByRole("timer").waitFor();
				expect(await overflow(seen.page)).toBe(0);
				await shoot(seen.page, `draw-beacon-${label}-${lang}`);
				await seen.context.close();
			}
		await page.getByText("Void this draw").click();
		await page.getByLabel("Reason").fill("A wrong pool");
		await confirm(page, "Void it");
		await page.getByText("A wrong pool").waitFor();
		await recorded(page).waitFor();
		// With the round's signature, pasted as a node answers: the beacon's way to the order.
		const announced = await (await new Client().enter(day!.chair)).must("POST", `/contests/${day!.contest}/draws`, {
			purpose: "wild card",
			pool: ["E-1", "E-2", "E-3"],
			beacon_at: new Date(Date.now() + 8000).toISOString(),
		});
		await page.goto(`${base}${C}/3`);
		await page.getByText("Paste the signature, where").click();
		const signature = page.getByRole("textbox", { name: `Signature of round ${announced.round}` });
		await signature.fill(JSON.stringify({ round: 7, signature: "ab".repeat(48) }));
		await page.getByText("This is the answer of another round.").waitFor();
		await signature.fill(JSON.stringify({ round: announced.round, signature: "ab".repeat(48) }));
		await page.getByText("The round is out; the draw follows").waitFor();
		await confirm(page, "Draw");
		await page.getByText("This is not drand's signature of that round.").waitFor();
		// Voided now, it says for good that its order could be known.
		await page.getByText("Void this draw").click();
		await page.getByLabel("Reason").fill("No signature");
		await confirm(page, "Void it");
		await page.getByText("It was voided when its order could be known already").waitFor();
		expect(await axe(page)).toEqual([]);
		const { page: list, context } = await open(browser, C, { lang: "zh", width: "phone" });
		await list.getByText("作废原因: A wrong pool").waitFor();
		expect(await list.getByText("结果可知之后作废").count()).toBe(1);
		expect(await list.locator(".draws > li").count()).toBe(3);
		expect(await axe(list)).toEqual([]);
		expect(await overflow(list)).toBe(0);
		await shoot(list, "draws-phone-zh");
		await context.close();
		const proof = await open(browser, `/c/${day!.contest}/proof`, { lang: "en" });
		await proof.page.locator("main").getByRole("link", { name: "1 running order of the final" }).waitFor();
		await proof.context.close();
	});

	it("is gathered from phones: hashes arrive on the wall, lines come by themselves, and the hall alone decides", async () => {
		const wall = await enter(browser, day!.chair, { lang: "en", size: { width: 1920, height: 1080 } });
		await wall.page.goto(base + C);
		await wall.page.getByLabel("Purpose").fill("who goes first");
		await wall.page.getByRole("radio", { name: /people in the hall/ }).check();
		await wall.page.getByText("8 ids", { exact: true }).waitFor();
		expect(await axe(wall.page)).toEqual([]);
		await wall.page.getByRole("button", { name: "Ask the phones" }).click();
		await wall.page.waitForURL((url) => url.pathname === `${C}/gathering`);
		const code = await wall.page.locator(".scan .code").innerText();
		expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
		expect(await axe(wall.page)).toEqual([]);
		const phones: Seen[] = [];
		for (const [i, [who, words, lang]] of ([["Team A", "keep calm", "en"], ["队伍乙", "好好比赛", "zh"], ["A guest", "nine", "en"]] as const).entries()) {
			const phone = await newPage(browser, { lang, width: "phone" });
			phones.push(phone);
			const sent: string[] = [];
			phone.page.on("request", (r) => sent.push(r.postData() ?? ""));
			// One mistypes the code; the others scan it.
			await phone.page.goto(`${base}${C}/join${i === 2 ? "" : `#${code}`}`);
			const hand = phone.page.getByRole("button", { name: lang === "en" ? "Hand in" : "交出", exact: true });
			await phone.page.locator(".line input").nth(0).fill(who);
			await phone.page.locator(".line input").nth(1).fill(words);
			if (i === 2) await phone.page.getByLabel("Code on the wall").fill("aaaa aaaa");
			if (i === 1) await shoot(phone.page, "draw-phone-zh");
			expect(await axe(phone.page)).toEqual([]);
			expect(await overflow(phone.page)).toBe(0);
			await hand.click();
			if (i === 2) {
				await phone.page.getByText("This is not the code on the wall.").waitFor();
				await phone.page.getByLabel("Code on the wall").fill(code.toLowerCase());
				await phone.page.getByRole("button", { name: "Hand in again" }).click();
			}
			await phone.page.getByText(lang === "en" ? "Your hash is in." : "哈希已收到").waitFor();
			expect(sent.join("\n")).not.toContain(words);
		}
		await wall.page.getByText("3 lines", { exact: true }).waitFor();
		expect(await wall.page.locator(".hashes li").count()).toBe(3);
		await shoot(wall.page, "draw-gather-wall-en", false);
		for (const [label, width, lang] of [["phone", "phone", "zh"], ["tablet", "tablet", "en"]] as const) {
			const seen = await open(browser, `${C}/gathering`, { lang, width });
			await seen.page.getByText(lang === "zh" ? "3 行话" : "3 lines", { exact: true }).waitFor();
			expect(await seen.page.locator(".code").count()).toBe(0); // the code is for the hall
			expect(await axe(seen.page)).toEqual([]);
			expect(await overflow(seen.page)).toBe(0);
			await shoot(seen.page, `draw-gather-${label}-${lang}`);
			await seen.context.close();
		}
		// One phone is away while the hall reveals, and comes back.
		await phones[2]!.page.goto("about:blank");
		const screen = await open(browser, `${C}/gathering`, { lang: "en", size: { width: 1920, height: 1080 }, theme: "dark" });
		await confirm(wall.page, "Close and record the commitments");
		await wall.page.waitForURL((url) => url.pathname === `${C}/4`);
		await screen.page.getByText("2 of 3 revealed").waitFor();
		await wall.page.getByText("1 still missing").waitFor();
		await shoot(screen.page, "draw-revealing-wall-dark", false);
		await phones[0]!.page.getByText("Your line is revealed.").waitFor();
		await phones[2]!.page.goto(`${base}${C}/join`);
		await phones[2]!.page.getByText("Your line is revealed.").waitFor();
		await shoot(phones[2]!.page, "draw-phone-revealed-en");
		await wall.page.getByText("✓ matches").nth(2).waitFor();
		await confirm(wall.page, "Announce the draw");
		await screen.page.waitForURL((url) => url.pathname === `${C}/4`); // the wall goes on by itself
		await confirm(wall.page, "Draw");
		await screen.page.getByText("exactly the published one").waitFor();
		await phones[1]!.page.getByText("您的话已揭示").waitFor();
		expect([...phones, screen, wall].flatMap((seen) => seen.errors)).toEqual([
			expect.stringContaining("403"), // the wrong code
		]);
		for (const seen of [...phones, screen, wall]) await seen.context.close();
	});

	it("by a round that drand published is verified in the browser, under the site's policy; a turned bit is seen", async () => {
		for (const [digit, verdict] of [["b", "exactly the published one"], ["7", "not the published one"]] as const) {
			const seen = await newPage(browser, { lang: "en" });
			await seen.page.route(`**/api/v1/contests/${day!.contest}/draws/1`, (route) => route.fulfill({ json: published(digit) }));
			await seen.page.goto(`${base}${C}/1`);
			await seen.page.getByText(verdict).waitFor();
			const line = seen.page.locator(".checks li", { hasText: "The signature is drand's for that round" });
			expect(await line.locator("b").innerText()).toContain(digit === "b" ? "agrees" : "differs");
			expect(await axe(seen.page)).toEqual([]);
			if (digit === "b") await shoot(seen.page, "draw-verified-desktop-en");
			expect(seen.errors).toEqual([]);
			await seen.context.close();
		}
	});
});
