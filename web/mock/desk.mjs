// The desks' part of the mock: sign-in by role (the token of a link is the role's name: /enter#chair) and a judging day
// that one can close: contest "judging-day", stage "semifinal", heats "leading" (all sheets in, a tie at the cut) and "rising" (half way).
import { createHash } from "node:crypto";
import { conflictsMock } from "./conflicts.mjs";
import { contests } from "./contests.mjs";
import { judgingOf } from "./judging.mjs";

const ROLES = ["organiser", "chair", "floor", "supervisor", "notary", "expert", "viewer"];
const C = "judging-day";

const leafOf = (line) => createHash("sha256").update(Buffer.from([0])).update(line).digest("hex");

function makeDay() {
	const c = contests()[0];
	const stage = c.stages.find((s) => s.board.stage.id === "semifinal");
	const full = structuredClone(stage.board);
	const days = c.home.stages.findIndex((s) => s.id === "semifinal");
	c.id = C;
	c.home = structuredClone(c.home);
	c.home.id = C;
	c.home.awards = [
		{ id: "popular", title: { zh: "最具现场表现奖", en: "Best on stage" }, stage: "semifinal", by: "jury", places: 1, winners: [] },
	];
	c.home.stages[days].state = "judging";
	for (const s of c.stages) s.board.contest = { id: C, title: c.home.title };
	const set = (state) => {
		c.home.stages[days].state = state;
		stage.board.stage = { ...stage.board.stage, state };
		full.stage = stage.board.stage;
	};
	const hide = () => {
		Object.assign(stage.board, { published: false, deliberations: [], withdrawals: [], awards: [] });
		delete stage.board.seal;
		for (const l of stage.board.lists) {
			delete l.cut_after;
			l.rows = l.rows.map(({ entry, title, team, division, region, heat }) => ({
				entry, title, team, division, region, heat, rank: 0, score: null, fate: "at-stake",
			}));
			l.rows.sort((a, b) => (a.entry < b.entry ? -1 : 1));
		}
	};
	const published = structuredClone(stage.board);
	hide();
	set("judging");
	// The tally before publication: nobody withdrew, the tie at the cut is not settled.
	Object.assign(full, { published: false, deliberations: [], withdrawals: [], awards: [] });
	delete full.seal;
	full.contest = { id: C, title: c.home.title };
	for (const l of full.lists)
		for (const row of l.rows) {
			delete row.settled;
			delete row.promoted;
			if (row.fate === "withdrawn") row.fate = "advance";
		}
	const leading = full.lists[0];
	for (const i of [13, 14]) Object.assign(leading.rows[i], { fate: "at-stake", tied: true, rank: 14 });
	const tied = [leading.rows[13], leading.rows[14]];
	const heats = Object.fromEntries(
		["leading", "rising"].map((id, h) => {
			const list = full.lists[h];
			const experts = stage.sheetsOf.get(list.rows[0].entry).map((s) => ({ id: s.expert, class: s.class }));
			const order = [...list.rows].sort((a, b) => (a.entry < b.entry ? -1 : 1));
			const entries = order.map((row, i) => {
				const phase = h === 0 ? "locked" : i < 14 ? "locked" : i === 14 ? "marking" : i === 15 ? "pitching" : i === 16 ? "called" : i === 29 ? "absent" : "waiting";
				const sheets = experts.map((x, k) => {
					const n = (i * 7 + k * 3 + h) % 41;
					const late = h === 1 && ((i === 14 && k % 2 === 0) || i > 14 || (i === 9 && k === 4));
					const missing = late || (h === 0 && i === 40 && k === 6);
					const state = missing ? "missing" : n === 5 ? "recused" : n === 11 ? "amended" : "in";
					return { expert: x.id, state, version: missing ? 0 : state === "amended" ? 2 : 1, signed: !missing && k % 3 !== 1, ...(missing ? {} : { seq: 100 + i }) };
				});
				const got = sheets.filter((s) => s.state !== "missing").length;
				return { entry: row.entry, title: row.title, phase, expected: experts.length, in: got, ok: got >= 9 || phase === "waiting", sheets };
			});
			const day = { stage: "semifinal", heat: id, locked: false, signed: false, supervised: true, quorum: 9, experts, entries };
			return [id, day];
		}),
	);
	const missing = (day) => day.entries.reduce((n, e) => n + (e.phase === "absent" ? 0 : e.expected - e.in), 0);
	return { c, stage, full, published, heats, missing, set, ties: [], tied, shown: [], links: [], n: 0 };
}

export function desk(all) {
	const day = makeDay();
	all.push(day.c);
	const json = (res, body, status = 200) => {
		res.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
		return true;
	};
	const empty = (res) => (res.writeHead(204).end(), true);
	const problem = (res, status, code, detail = "") => {
		res.writeHead(status, { "Content-Type": "application/problem+json" }).end(JSON.stringify({ title: code, status, code, detail }));
		return true;
	};
	const screen = () => ({
		contest: C,
		stage: "semifinal",
		title: day.stage.board.stage.title,
		now: new Date().toISOString(),
		state: day.stage.board.stage.state,
		frozen: true,
		decimals: 2,
		lists: day.full.lists.map((l) => ({
			list: l.id,
			title: l.title,
			places: l.cut_after,
			shown: l.rows.filter((r) => day.shown.includes(r.entry)).map((r) => ({ rank: r.rank, entry: r.entry, title: r.title, team: r.team, final: true, score: r.score, advances: r.fate === "advance" })),
			hidden: l.rows.filter((r) => !day.shown.includes(r.entry)).length,
		})),
	});
	const me = (role) => ({
		id: "link:7",
		admin: false,
		roles: [{ contest: C, role, ...(role === "expert" ? { expert: "J-01" } : {}) }],
		...(role === "floor" ? { stage: "semifinal", heat: "rising" } : {}),
		expires: new Date(Date.now() + 36e5 * 20).toISOString(),
		token: "t".repeat(64),
	});
	const roleOf = (req) => /mock-role=(\w+)/.exec(req.headers.cookie ?? "")?.[1];
	const log = (type, role, body) => day.c.ledger.add(type, `link:7`, body, 1000);
	log("role.grant", "organiser", { account: "3", role: "supervisor" });

	const get = {
		tally: (res) => json(res, day.full),
		judging: (res) => json(res, judgingOf(day.full, day.full.lists[0], day.heats.leading.experts, day.stage.board.stage.state)),
		ties: (res) =>
			json(res, {
				stage: "semifinal", rule: "majority", supervised: true, ties: day.ties,
				...(day.stage.board.stage.state === "awaiting-deliberation" && !day.ties.some((t) => !t.concluded)
					? { waiting: { places: 1, entries: day.tied.map((r) => ({ entry: r.entry, title: r.title, team: r.team })) } }
					: {}),
			}),
		screen: (res) => json(res, screen()),
	};
	const post = {
		close(res, body) {
			if (day.stage.board.stage.state !== "judging") return problem(res, 409, "stage.closed");
			if (!body.supervisor) return problem(res, 400, "stage.supervisor", "Stage semifinal is supervised: name the supervisor.");
			day.set("awaiting-deliberation");
			log("stage.close", "chair", { stage: "semifinal", sheets: 1300 });
			return empty(res);
		},
		publish(res) {
			day.set("published");
			const seal = log("result.publish", "chair", { stage: "semifinal" });
			Object.assign(day.stage.board, day.published, { stage: day.stage.board.stage, published: true, seal });
			return empty(res);
		},
		ties(res) {
			if (day.ties.some((t) => !t.concluded)) return problem(res, 409, "tie.open");
			const { seq } = log("tie.open", "chair", { stage: "semifinal" });
			day.ties.push({
				tie: seq, places: 1, entries: day.tied.map((r) => ({ entry: r.entry, title: r.title, team: r.team })), may_vote: false, state: "open",
				voters: day.heats.leading.experts.map((x, i) => ({ expert: x.id, voted: i % 4 !== 2 })), concluded: false,
			});
			return json(res, { tie: seq });
		},
		conclude(res, body, at) {
			const tie = day.ties.find((t) => t.tie === Number(at[0]));
			Object.assign(tie, { concluded: true, state: "concluded", reason: body.reason, outcome: tie.entries.map((e) => e.entry), votes: tie.voters.map((v, i) => ({ expert: v.expert, order: i % 3 ? tie.entries.map((e) => e.entry) : tie.entries.map((e) => e.entry).reverse() })) });
			log("tie.deliberate", "chair", body);
			day.tied.forEach((r, i) => Object.assign(r, { rank: 14 + i, fate: i ? "reserve" : "advance", settled: "deliberation" }));
			day.set("closed");
			return empty(res);
		},
		show(res, body) {
			const list = day.full.lists.find((l) => l.id === body.list);
			const next = list ? [...list.rows].reverse().find((r) => !day.shown.includes(r.entry)) : { entry: body.entry };
			if (!next) return problem(res, 409, "show.done");
			day.shown.push(next.entry);
			log("score.show", "floor", { stage: "semifinal", entry: next.entry, score: 880000 });
			return json(res, screen());
		},
		awards: (res, body) => (log("award.grant", "chair", body), empty(res)),
		sample(res, body) {
			const lines = day.c.ledger.lines;
			const sheets = [...day.stage.sheetsOf.entries()].flatMap(([entry, list]) => list.map((s) => ({ ...s, entry }))).filter((s) => !s.recused);
			const salt = (s) => createHash("sha256").update(`salt ${s.seal.seq}`).digest("hex");
			const sha = (text) => createHash("sha256").update(text).digest("hex");
			const order = (s) => sha(`${sha(body.seed)}:${s.seal.seq}`);
			const chosen = sheets.sort((a, b) => (order(a) < order(b) ? -1 : 1)).slice(0, body.n);
			log("sample.open", "notary", { stage: "semifinal", seed: body.seed, n: body.n, records: chosen.map((s) => s.seal.seq) });
			return json(res, {
				stage: "semifinal", seq: lines.length - 1, seed: body.seed, n: chosen.length, of: sheets.length,
				sheets: chosen.map((s) => ({
					seq: s.seal.seq, leaf: leafOf(lines[s.seal.seq]), entry: s.entry, expert: s.expert, version: 1,
					marks: Object.fromEntries(day.stage.board.criteria.map((x, i) => [x.id, s.marks[i] == null ? null : String(s.marks[i])])), recused: false, heat: s.class, signed: s.seal.seq % 2 === 0, salt: salt(s), content: "{}",
				})),
			});
		},
	};

	function ofStage(req, res, rest, body) {
		const [room, id, what, deed] = rest;
		if (room === "heats") {
			const heat = day.heats[id];
			if (!heat) return problem(res, 404, "heat.unknown");
			if (what === "progress") return json(res, { ...heat, sheets: heat.entries.reduce((n, e) => n + e.in, 0), missing: day.missing(heat) });
			if (what === "panel") {
				if (req.method === "PUT") heat.experts = body.experts.map((x) => ({ id: x, class: "industry" }));
				return json(res, { experts: heat.experts });
			}
			if (what === "lock") {
				if (heat.entries.some((e) => !["locked", "absent"].includes(e.phase))) return problem(res, 409, "heat.floor", "E-1 is not locked yet.");
				if (day.missing(heat) && !body.incomplete) return problem(res, 409, "heat.missing");
				heat.locked = true;
				log("heat.lock", "chair", { stage: "semifinal", heat: id, sheets: heat.entries.reduce((n, e) => n + e.in, 0), missing: day.missing(heat) });
				return empty(res);
			}
			if (what === "sign") {
				heat.signed = true;
				log("heat.sign", "supervisor", { stage: "semifinal", heat: id, lock: 1 });
				return empty(res);
			}
			return false;
		}
		if (req.method === "GET") return get[room]?.(res) ?? false;
		if (room === "ties" && deed === undefined && what === "conclude") return post.conclude(res, body, [id]);
		return post[room]?.(res, body) ?? false;
	}

	const conflicts = conflictsMock(day, { json, empty, problem, log });

	// True when it answered.
	function handle(req, res, url, body) {
		const at = url.pathname.split("/").slice(3).map(decodeURIComponent);
		if (at[0] === "session" && req.method === "DELETE") return res.writeHead(204, { "Set-Cookie": "mock-role=; Path=/; Max-Age=0" }).end(), true;
		if (at[0] === "session") {
			const role = at[1] === "link" ? body.token : body.login;
			if (!ROLES.includes(role)) return problem(res, 401, at[1] === "link" ? "sign-in.link" : "sign-in.refused");
			res.setHeader("Set-Cookie", `mock-role=${role}; Path=/; HttpOnly; SameSite=Strict`);
			return json(res, me(role));
		}
		const role = roleOf(req);
		if (at[0] === "me") return role ? json(res, me(role)) : problem(res, 401, "sign-in.needed");
		if (at[0] !== "contests" || at[1] !== C) return false;
		if (at[2] === "stages" && at[3] === "semifinal" && at[4]) return ofStage(req, res, at.slice(4), body);
		if (at[2] === "conflicts" || at[2] === "interests") return conflicts(req, res, at.slice(2), url.searchParams, body);
		if (at[2] === "withdrawals") return log("entry.withdraw", "chair", { ...body, moved: [] }), empty(res);
		if (at[2] === "verify") return setTimeout(() => json(res, { ok: true, records: day.c.ledger.lines.length, covered: day.c.ledger.lines.length, checkpoints: 9, results: 2, fingerprint: day.c.ledger.fingerprint, failed: 0, checks: [{ name: "records", ok: true, text: "all" }] }), 600), true;
		if (at[2] === "roles") return req.method === "GET" ? json(res, { roles: [{ account: 2, login: "li.wei", role: "organiser" }, { account: 3, login: "zhang.min", role: "supervisor" }] }) : empty(res);
		if (at[2] === "links" && req.method === "GET") return json(res, { links: day.links });
		if (at[2] === "links" && req.method === "DELETE") return (day.links.find((l) => l.id === Number(at[3])).revoked = true), empty(res);
		if (at[2] === "links") {
			const link = { id: ++day.n, reusable: false, revoked: false, created: new Date().toISOString(), expires: new Date(Date.now() + 864e5).toISOString(), ...body };
			day.links.push(link);
			return json(res, { id: link.id, token: createHash("sha256").update(`link ${link.id}`).digest("base64url"), expires: link.expires }, 201);
		}
		return false;
	}

	return (req, res, url) =>
		new Promise((done) => {
			if (req.method === "GET") return done(handle(req, res, url, {}));
			let text = "";
			req.on("data", (piece) => (text += piece)).on("end", () => done(handle(req, res, url, text ? JSON.parse(text) : {})));
		});
}
