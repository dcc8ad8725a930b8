// Ways in and out of the paper world: providers on the sign-in page, the code of a protocol on the proof page.
import { createHash } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { base, launch, open, shoot, survey, type Ground } from "./browser";

let browser: Browser;
const ground: Ground = await survey();

beforeAll(async () => {
	browser = await launch();
});
afterAll(() => browser?.close());

describe("the sign-in page", () => {
	it("has a button for each provider, which comes back to where one wanted", async () => {
		const { context, page, errors } = await open(browser, "/sign-in?to=/me", { lang: "en" });
		const button = page.getByRole("link", { name: "Sign in with Corp" });
		await button.waitFor();
		expect(await button.getAttribute("href")).toBe("/api/v1/session/oidc/corp?after=%2Fme");
		// This one answers nobody: the way back says so, and the password is still there.
		await button.click();
		await page.getByRole("alert").waitFor();
		expect(await page.getByRole("alert").innerText()).toContain("does not answer");
		expect(await page.getByLabel("Password").count()).toBe(1);
		await shoot(page, "sign-in-away-desktop-en", false);
		expect(errors).toEqual([]);
		await context.close();
	});
	it("tells a stranger who they are there, and nothing that an address made up", async () => {
		const { context, page } = await open(browser, "/sign-in?problem=sign-in.unlinked&subject=248289761001", { lang: "zh" });
		expect(await page.getByRole("alert").innerText()).toContain("248289761001");
		await page.goto(`${base}/sign-in?problem=Call+this+number`);
		await page.locator("h1").waitFor();
		expect(await page.getByRole("alert").count()).toBe(0);
		await context.close();
	});
});

describe("a protocol's code", () => {
	const proof = `/c/${ground.contest}/proof`;
	async function leafOf(seq: number): Promise<string> {
		const answer = await fetch(`${base}/api/v1/contests/${ground.contest}/ledger/entries?from=${seq}&limit=1`);
		return createHash("sha256").update("\0").update((await answer.text()).trimEnd()).digest("hex");
	}
	it("is held against the ledger in the reader's browser", async () => {
		const { context, page, errors } = await open(browser, `${proof}#record=7&leaf=${await leafOf(7)}`, { lang: "en" });
		await page.getByText("Record #7 on the paper is the ledger's.").waitFor();
		await shoot(page, "proof-paper-desktop-en", false);
		expect(errors).toEqual([]);
		await context.close();
	});
	it("of another record is told apart", async () => {
		const { context, page } = await open(browser, `${proof}#record=7&leaf=${await leafOf(8)}`, { lang: "en" });
		await page.getByText("Record #7 on the paper is not the ledger's.").waitFor();
		await context.close();
	});
});
