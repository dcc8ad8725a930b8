// A judging day (tests/e2e/day.py, handed over as DAY): who works there, in the browser and by the API.
import type { Browser, Page } from "playwright-core";
import { base, goto, newPage, type Seen } from "./browser";

export interface Day {
	contest: string;
	stage: string;
	heats: string[];
	links: Record<"chair" | "supervisor" | "notary" | "floor" | "viewer", string>;
	experts: Record<string, string>;
	bound: string; // a chair's link for the first heat only
	login: string; // the organiser's account
	password: string;
}
export const day = JSON.parse(process.env.DAY ?? "null") as Day | null;

// Signed in by a link, in a browser of its own; `asked` keeps every path of the API that the pages ask for.
export interface Staff extends Seen {
	asked: string[];
}
type How = Parameters<typeof newPage>[1];

function listen(seen: Seen): Staff {
	const asked: string[] = [];
	seen.page.setDefaultTimeout(15_000);
	seen.page.on("request", (request) => {
		const url = new URL(request.url());
		if (url.pathname.startsWith("/api/")) asked.push(`${request.method()} ${url.pathname}`);
	});
	return { ...seen, asked };
}

export async function enter(browser: Browser, token: string, how: How = { lang: "en" }): Promise<Staff> {
	const staff = listen(await newPage(browser, how));
	await staff.page.goto(`${base}/enter#${token}`);
	await staff.page.waitForURL((url) => url.pathname !== "/enter");
	return staff;
}

export async function signIn(browser: Browser, login: string, password: string, how: How = { lang: "en" }): Promise<Staff> {
	const staff = listen(await newPage(browser, how));
	await goto(staff, "/sign-in");
	await staff.page.locator("input[name=login]").fill(login);
	await staff.page.locator("input[name=password]").fill(password);
	await staff.page.locator("form button").click();
	await staff.page.waitForURL((url) => url.pathname !== "/sign-in");
	return staff;
}

// Presses an act and the same again where it asks for it.
export async function confirm(page: Page, label: string): Promise<void> {
	await page.getByRole("button", { name: label, exact: true }).first().click();
	const asking = page.getByRole("group", { name: `Please confirm: ${label}` });
	await asking.getByRole("button", { name: label, exact: true }).click();
}

// The API without a browser.
export class Client {
	private cookie = "";
	private token = "";
	private n = 0;

	async enter(link: string): Promise<this> {
		const answer = await this.fetch("POST", "/session/link", { token: link });
		this.cookie = answer.headers.get("set-cookie")!.split(";")[0]!;
		this.token = ((await answer.json()) as { token: string }).token;
		return this;
	}

	private fetch(method: string, path: string, body?: object): Promise<Response> {
		const headers: Record<string, string> = { Connection: "close" };
		if (this.cookie) headers.Cookie = this.cookie;
		if (this.token && method !== "GET") headers["X-Leitai-Token"] = this.token;
		if (method !== "GET" && this.token) headers["Idempotency-Key"] = `e2e-${process.pid}-${Date.now()}-${this.n++}`;
		if (body) headers["Content-Type"] = "application/json";
		return fetch(`${base}/api/v1${path}`, { method, headers, body: body ? JSON.stringify(body) : undefined });
	}

	async must<T = any>(method: string, path: string, body?: object): Promise<T> {
		const answer = await this.fetch(method, path, body);
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
		return (text ? JSON.parse(text) : null) as T;
	}
}
