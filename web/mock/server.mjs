// The public API over made-up contests, and the built site when web/dist is there. PORT (8790), MOCK_EMPTY=1: no contest.
import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { cardOf, contests } from "./contests.mjs";
import { desk } from "./desk.mjs";
import { markingMock } from "./marking.mjs";
import { floorMock } from "./floor.mjs";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const TYPES = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".svg": "image/svg+xml",
	".json": "application/json",
	".png": "image/png",
	".webmanifest": "application/manifest+json",
};
// As strict as the real server may be: the site must live with it.
const CSP =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const all = process.env.MOCK_EMPTY ? [] : contests();
const atDesk = desk(all);
const atMarks = markingMock(all);

function send(req, res, body, type = "application/json") {
	const text = typeof body === "string" ? body : JSON.stringify(body);
	const etag = `"${createHash("sha256").update(text).digest("hex").slice(0, 32)}"`;
	const headers = { "Content-Type": type, ETag: etag, "Cache-Control": "no-cache" };
	if (req.headers["if-none-match"] === etag) return res.writeHead(304, headers).end();
	res.writeHead(200, headers).end(text);
}

function problem(res, status, code, detail) {
	res
		.writeHead(status, { "Content-Type": "application/problem+json" })
		.end(JSON.stringify({ type: "about:blank", title: code, status, code, detail }));
}

function proofOf(c) {
	const { root, note } = c.ledger.checkpoint();
	const api = `/api/v1/contests/${c.id}`;
	return {
		contest: { id: c.id, title: c.home.title },
		origin: c.ledger.origin,
		size: c.ledger.lines.length,
		root,
		checkpoint: note,
		signed_at: new Date(c.ledger.at).toISOString(),
		key_name: c.ledger.origin,
		fingerprint: c.ledger.fingerprint,
		public_key: c.ledger.publicKey,
		downloads: [
			{
				name: "ledger.jsonl",
				href: `${api}/ledger/entries?from=0&limit=100000`,
				bytes: c.ledger.lines.reduce((n, l) => n + l.length + 1, 0),
			},
			{ name: "checkpoint", href: `${api}/ledger/checkpoint`, bytes: note.length },
			{ name: "definition.yaml", href: `${api}/definition`, bytes: c.definition.length },
		],
		commands: [
			`curl -o ledger.jsonl '{site}${api}/ledger/entries?from=0&limit=100000'`,
			`curl -o checkpoints.txt '{site}${api}/ledger/checkpoint'`,
			"leitai verify ledger.jsonl checkpoints.txt",
		],
		published: c.stages
			.filter((s) => s.board.published && s.board.seal)
			.map((s) => ({ stage: s.board.stage.id, title: s.board.stage.title, seal: s.board.seal })),
	};
}

function entryPage(c, query) {
	const limit = Math.min(500, Math.max(1, Number(query.get("limit") ?? 100)));
	const words = (query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
	const stage = query.get("stage");
	const inStage =
		stage && c.stages.find((s) => s.board.stage.id === stage)?.board.lists.flatMap((l) => l.rows.map((r) => r.entry));
	const found = c.entries.filter(
		(e) =>
			["division", "region", "track"].every((k) => !query.get(k) || e[k] === query.get(k)) &&
			(!inStage || inStage.includes(e.id)) &&
			words.every((w) => `${e.id} ${e.title} ${e.team} ${e.summary}`.toLowerCase().includes(w)),
	);
	const start = query.get("after") ? found.findIndex((e) => e.id === query.get("after")) + 1 : 0;
	const page = found.slice(start, start + limit);
	return {
		entries: page.map((e) => cardOf(c, e)),
		total: found.length,
		...(start + limit < found.length ? { next: page.at(-1).id } : {}),
	};
}

function answer(req, res, url) {
	const [, , , , id, room, key, seq] = url.pathname.split("/").map(decodeURIComponent);
	if (url.pathname === "/api/v1/contests")
		return send(req, res, {
			contests: all.map(({ home: h }) => ({
				id: h.id,
				title: h.title,
				theme: h.theme,
				rehearsal: h.rehearsal,
				utc_offset: h.utc_offset,
				entries: h.totals.entries,
				stages: h.stages,
			})),
		});
	const c = all.find((x) => x.id === id);
	if (!url.pathname.startsWith("/api/v1/contests/")) return problem(res, 404, "http.not_found", "No such address.");
	if (!c) return problem(res, 404, "contest.unknown", `There is no contest ${id}.`);
	if (!room) return send(req, res, c.home);
	if (room === "proof") return send(req, res, proofOf(c));
	if (room === "draws" && !key) return send(req, res, { contest: c.id, draws: [] });
	if (room === "draws" && key === "gathering") return send(req, res, { contest: c.id, state: "none" });
	if (room === "definition") return send(req, res, c.definition, "application/yaml");
	if (room === "entries" && !key) return send(req, res, entryPage(c, url.searchParams));
	if (room === "entries")
		return c.entryOf(key)
			? send(req, res, c.entryOf(key))
			: problem(res, 404, "entry.unknown", `There is no entry ${key}.`);
	if (room === "stages") {
		const stage = c.stages.find((s) => s.board.stage.id === key);
		return stage ? send(req, res, stage.board) : problem(res, 404, "stage.unknown", `There is no stage ${key}.`);
	}
	if (room === "ledger" && key === "checkpoint")
		return send(req, res, c.ledger.checkpoint().note, "text/plain; charset=utf-8");
	if (room === "ledger" && key === "entries") {
		const from = Number(url.searchParams.get("from") ?? 0);
		const lines = c.ledger.lines.slice(from, from + Number(url.searchParams.get("limit") ?? 1000));
		return send(req, res, lines.map((l) => l + "\n").join(""), "application/jsonl");
	}
	if (room === "ledger" && key === "proof" && Number(seq) < c.ledger.lines.length)
		return send(req, res, c.ledger.inclusion(Number(seq)), "text/plain; charset=utf-8");
	return problem(res, 404, "record.unknown", "No such record.");
}

function page(res, path) {
	const file = join(dist, normalize(path));
	const found = file.startsWith(dist) && existsSync(file) && statSync(file).isFile() ? file : join(dist, "index.html");
	if (!existsSync(found)) return problem(res, 404, "web.unbuilt", "Run `npm run build` first.");
	const headers = {
		"Content-Type": TYPES[extname(found)] ?? "application/octet-stream",
		"Content-Security-Policy": CSP,
		"X-Content-Type-Options": "nosniff",
		"Cache-Control": found.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
	};
	res.writeHead(200, headers);
	createReadStream(found).pipe(res);
}

const onFloor = all.length ? floorMock(all, problem) : () => false;
const port = Number(process.env.PORT ?? 8790);
const server = createServer(async (req, res) => {
	const url = new URL(req.url, "http://mock");
	if (url.pathname.startsWith("/api/") && (await atMarks(req, res, url))) return;
	if (url.pathname.startsWith("/api/") && onFloor(req, res, url)) return;
	if (url.pathname.startsWith("/api/") && (await atDesk(req, res, url))) return;
	if (url.pathname.startsWith("/api/")) answer(req, res, url);
	else page(res, decodeURIComponent(url.pathname));
});
server.listen(port, "127.0.0.1", () => console.log(`mock on http://127.0.0.1:${server.address().port}`));
