import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { shell } from "./scripts/shell.mjs";

// Development talks to the mock, or to a real server named by LEITAI_API.
const api = process.env.LEITAI_API ?? "http://127.0.0.1:8790";

export default defineConfig({
	plugins: [vue(), shell()],
	define: {
		__VUE_OPTIONS_API__: false,
		__VUE_I18N_LEGACY_API__: false,
		__VUE_I18N_FULL_INSTALL__: false,
		__INTLIFY_PROD_DEVTOOLS__: false,
		__INTLIFY_DROP_MESSAGE_COMPILER__: false,
	},
	build: {
		target: "es2022",
		assetsInlineLimit: 0, // everything is a hashed file: the page's CSP allows no data: scripts or styles
		modulePreload: { polyfill: false },
		chunkSizeWarningLimit: 700,
	},
	server: { proxy: { "/api": api } },
	test: { include: ["tests/**/*.test.ts"] },
});
