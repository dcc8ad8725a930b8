import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { providerPath, returned, subjectOf } from "../src/lib/provider";

it("leads to the provider, and back to a page here", () => {
	expect(providerPath("corp", "/c/x/desk?a=1")).toBe("/api/v1/session/oidc/corp?after=%2Fc%2Fx%2Fdesk%3Fa%3D1");
	expect(providerPath("corp", null)).toBe("/api/v1/session/oidc/corp?after=%2Fsign-in%3Fdone%3D1");
});

describe("what the way back tells", () => {
	it("has a sentence for every code of the program", () => {
		const text = readFileSync(new URL("../../docs/api/openapi.yaml", import.meta.url), "utf8");
		const codes = /Codes of \/sign-in\?problem=CODE: ([^"]+)"/.exec(text)![1]!.replace("(with subject=)", "");
		for (const code of codes.split(",").map((c) => c.trim())) {
			const words = returned(code);
			expect(words, code).not.toBeNull();
			expect(words === "provider.token", code).toBe(code.startsWith("token."));
		}
	});
	it("shows nobody's own words", () => {
		for (const wrong of [undefined, "", "Call 110 now", "a.b<script>", "x", ["token.form"], "token.form evil"])
			expect(returned(wrong)).toBeNull();
		expect(subjectOf("248289761001")).toBe("248289761001");
		for (const wrong of [undefined, "", "a\u202eb", "x".repeat(256), "姓名"]) expect(subjectOf(wrong)).toBeNull();
	});
});
