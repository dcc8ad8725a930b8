// What axe calls serious or critical, and whether a page scrolls sideways.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// It comes in by the debugger, so that the page's own policy stays in force for the page.
export async function axe(page: Page): Promise<string[]> {
	await page.evaluate(source);
	return page.evaluate(async () => {
		const found = await (window as any).axe.run(document, { resultTypes: ["violations"] });
		return found.violations
			.filter((v: any) => v.impact === "serious" || v.impact === "critical")
			.map(
				(v: any) =>
					`${v.id}: ${v.nodes
						.slice(0, 3)
						.map((n: any) => n.html.slice(0, 160))
						.join(" | ")}`,
			);
	});
}

export const overflow = (page: Page): Promise<number> =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
