import { defineConfig } from "vitest/config";

// Vitest keeps BASE_URL for a name of its own, so the tests get ours as SERVER.
const env = { SERVER: process.env.BASE_URL ?? "http://127.0.0.1:8790", DAY: process.env.DAY ?? "null", POOL: process.env.POOL ?? "null" };

// One browser, one page after another: the machine may be small.
export default defineConfig({
	test: {
		include: ["e2e/**/*.test.ts"],
		root: ".",
		testTimeout: 120_000,
		hookTimeout: 60_000,
		fileParallelism: false,
		env,
	},
});
