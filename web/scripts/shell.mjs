// A Vite plugin: writes dist/sw.js, the service worker of the marking page, with the list of that page's own files.
// Hand-written: a library would bring hundreds of packages to do more than may be done here (docs/marking.md, The page).
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const worker = fileURLToPath(new URL("./sw.js", import.meta.url));
const ROOTS = ["/MarkPage.vue", "/MarkDoor.vue"];

// Everything that the start page and the marking page load, by static import; nothing of other pages.
function filesOf(bundle) {
	const found = new Set();
	const visit = (name) => {
		const chunk = bundle[name];
		if (!chunk || found.has(name)) return;
		found.add(name);
		for (const file of [...(chunk.viteMetadata?.importedCss ?? []), ...(chunk.viteMetadata?.importedAssets ?? [])])
			found.add(file);
		if (chunk.type === "chunk") chunk.imports.forEach(visit);
	};
	for (const [name, chunk] of Object.entries(bundle))
		if (chunk.type === "chunk" && (chunk.isEntry || ROOTS.some((r) => chunk.facadeModuleId?.endsWith(r)))) visit(name);
	for (const [name, asset] of Object.entries(bundle)) // the start page's own style sheet and icon
		if (asset.type === "asset" && /\.(css|svg)$/.test(name) && /\/(index|main|icon|chevron)-/.test(name)) found.add(name);
	return [...found].map((f) => `/${f}`).sort();
}

export function shell() {
	return {
		name: "leitai-shell",
		apply: "build",
		enforce: "post",
		generateBundle(_options, bundle) {
			const files = ["/index.html", ...filesOf(bundle)];
			const body = readFileSync(worker, "utf8");
			const page = bundle["index.html"]?.source ?? "";
			const version = createHash("sha256").update(files.join("\n")).update(page).update(body).digest("hex").slice(0, 16);
			const source = body.replace("__VERSION__", version).replace("[/* files */]", JSON.stringify(files));
			this.emitFile({ type: "asset", fileName: "sw.js", source });
		},
	};
}
