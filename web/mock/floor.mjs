// The judging day of the mock: floors, schedule, screens and the event stream, in memory. MOCK_SKEW_MS: how far its clock
// is ahead of this machine's; MOCK_SHEET_MS: a sheet comes in this often while an entry is marked.
// GET /api/v1/mock/enter?as=floor signs a browser in. POST /api/v1/mock/floor {contest, stage, heat, back: seconds | sheets: n | reset: true | tie: [a, b]} sets a scene.

const SKEW = Number(process.env.MOCK_SKEW_MS ?? 0);
const SHEET_MS = Number(process.env.MOCK_SHEET_MS ?? 900);
const now = () => Date.now() + SKEW;
const stamp = (ms) => new Date(ms).toISOString();
const t = (zh, en) => ({ zh, en });

const LONG =
	"面向离散制造全流程的多模态工业大模型与边缘协同控制一体化平台及其在汽车零部件柔性产线质量闭环中的规模化应用示范";
const SUBJECTS = [
	"基于声纹的轴承寿命预测系统",
	"冲压件表面缺陷在线检测",
	"高炉炉温智能控制",
	"注塑工艺参数自优化",
	"电机能效数字孪生平台",
	"焊缝质量在线评估",
	"仓储机器人集群调度",
	"化工装置远程运维",
	"柔性产线动态排程",
	"纺织瑕疵视觉分选",
];
const EXPERTS = Array.from({ length: 13 }, (_, i) => ({
	id: `expert-${String(i + 1).padStart(2, "0")}`,
	class: i < 10 ? "industry" : "investor",
	name: `彩排专家 ${String(i + 1).padStart(2, "0")}`,
}));
const PHASE_OF = { call: "called", pitch: "pitching", questions: "questions", mark: "marking", lock: "locked" };
const CLOCK_OF = { pitch: "pitch", questions: "questions", mark: "marking" };
const FROM = {
	call: ["waiting"],
	pitch: ["called"],
	questions: ["pitching", "called"],
	mark: ["pitching", "questions", "called"],
	lock: ["marking"],
	skip: ["waiting", "called"],
	absent: ["waiting", "called"],
	return: ["absent"],
};

class Refusal extends Error {
	constructor(status, code, detail) {
		super(detail);
		Object.assign(this, { status, code });
	}
}

function hash(text) {
	let h = 2166136261;
	for (const c of text) h = Math.imul(h ^ c.codePointAt(0), 16777619);
	return (h >>> 0) / 4294967296;
}

class Heat {
	constructor(how) {
		Object.assign(this, how);
		this.reset();
	}
	reset() {
		this.effective = [];
		this.number ??= 0; // steps never go back
		this.locked = this.signed = false;
		delete this.held;
		this.sheets = new Map();
		this.replay();
	}
	replay() {
		this.order = this.entries.map((e) => ({ ...e, phase: "waiting", skips: 0 }));
		this.opened = false;
		this.clock = null;
		for (const s of this.effective) this.apply(s);
	}
	entry(id) {
		const e = this.order.find((x) => x.entry === id);
		if (!e) throw new Refusal(404, "floor.entry", `No entry ${id} in this heat.`);
		return e;
	}
	last(e) {
		this.order = [...this.order.filter((x) => x !== e), e];
	}
	elapsed(at) {
		const c = this.clock;
		return (c.pausedAt ?? at) - c.started - c.idle;
	}
	apply(s) {
		const { action, at } = s;
		if (action === "open") {
			this.opened = true;
			this.order = s.entries.map((id) => this.entry(id));
		} else if (action === "order") {
			const fixed = this.order.filter((e) => e.phase !== "waiting");
			this.order = [...fixed, ...s.entries.map((id) => this.entry(id))];
		} else if (action === "pause") this.clock.pausedAt = at;
		else if (action === "resume") {
			this.clock.idle += at - this.clock.pausedAt;
			delete this.clock.pausedAt;
		} else if (action === "extend") this.clock.extended += s.seconds;
		else {
			const e = this.entry(s.entry);
			if (e.phase === "pitching" && this.clock) {
				const over = this.elapsed(at) - (this.clock.limit + this.clock.extended) * 1000;
				e.overtime = Math.max(0, Math.floor(over / 1000));
			}
			if (action === "skip") {
				Object.assign(e, { phase: "waiting", skips: e.skips + 1 });
				this.last(e);
			} else if (action === "absent") e.phase = "absent";
			else if (action === "return") {
				e.phase = "waiting";
				this.last(e);
			} else e.phase = PHASE_OF[action];
			const kind = CLOCK_OF[action];
			if (kind)
				this.clock = { kind, entry: e.entry, limit: this.rule[`${kind}_s`], started: at, idle: 0, extended: 0 };
		}
	}
	take(step) {
		if (this.locked) throw new Refusal(409, "heat.locked", "The heat is locked.");
		if (step.step !== this.number + 1)
			throw new Refusal(409, "floor.moved", `Step ${step.step} was taken already; the floor is at ${this.number}.`);
		const { action } = step;
		if (!this.opened && action !== "open") throw new Refusal(409, "floor.shut", "The floor is not open.");
		const at = now();
		if (action === "undo") {
			const top = this.effective.at(-1);
			if (!top || top.action === "lock")
				throw new Refusal(409, "floor.undo", "Nothing can be taken back.");
			this.effective.pop();
			this.replay();
		} else {
			if (FROM[action] && !FROM[action].includes(this.entry(step.entry).phase))
				throw new Refusal(409, "floor.step", `Entry ${step.entry} is ${this.entry(step.entry).phase}.`);
			if (action === "call" && this.on()) throw new Refusal(409, "floor.busy", "Another entry is on stage.");
			if (action === "call" && this.next() !== step.entry) throw new Refusal(409, "floor.turn", "Another is next.");
			if (["pause", "resume", "extend"].includes(action) && !this.clock)
				throw new Refusal(409, "floor.clock", "No clock runs.");
			if (action === "pause" && this.clock.pausedAt) throw new Refusal(409, "floor.clock", "The clock stands.");
			if (action === "resume" && !this.clock.pausedAt) throw new Refusal(409, "floor.clock", "The clock runs.");
			const done = { ...step, at };
			this.apply(done);
			this.effective.push(done);
		}
		this.number++;
	}
	on() {
		return this.order.find((e) => ["called", "pitching", "questions"].includes(e.phase));
	}
	next() {
		return this.order.find((e) => e.phase === "waiting")?.entry ?? null;
	}
	scoreOf(id) {
		return this.scores?.[id] ?? (72 + 24 * hash(id + this.id)).toFixed(2);
	}
}

class Day {
	constructor(contest, stages) {
		this.contest = contest;
		this.stages = stages;
		this.events = [];
		this.clients = new Set();
	}
	heats() {
		return this.stages.flatMap((s) => s.heats.map((h) => ({ s, h })));
	}
	tell(name, data) {
		const event = { id: this.events.length + 1, name, data };
		this.events.push(event);
		for (const res of this.clients) write(res, event);
	}
	floor(s, h) {
		const at = now();
		const on = h.on() ?? h.order.findLast((e) => e.phase === "marking");
		const marking = h.order.filter((e) => e.phase === "marking").at(-1);
		const shown = s.shown.filter((x) => h.entries.some((e) => e.entry === x.entry));
		const top = h.effective.at(-1);
		return {
			contest: this.contest.id,
			stage: { id: s.id, title: s.title },
			heat: { id: h.id, title: h.title, venue: h.venue },
			rehearsal: true,
			now: stamp(at),
			step: h.number,
			event: this.events.length,
			opened: h.opened,
			locked: h.locked,
			signed: h.signed,
			rule: { ...h.rule, reveal: s.reveal },
			order: h.order.map((e, i) => ({
				...e,
				phase: e.phase === "locked" && shown.some((x) => x.entry === e.entry) ? "revealed" : e.phase,
				turn: i + 1,
			})),
			on: on ? { entry: on.entry, phase: on.phase } : null,
			next: h.opened ? h.next() : null,
			clock: h.clock && {
				entry: h.clock.entry,
				kind: h.clock.kind,
				limit_s: h.clock.limit,
				started: stamp(h.clock.started),
				elapsed_ms: h.elapsed(at),
				paused: h.clock.pausedAt !== undefined,
				extended_s: h.clock.extended,
			},
			progress: marking && {
				entry: marking.entry,
				sheets: h.sheets.get(marking.entry) ?? 0,
				expected: EXPERTS.length,
			},
			shown: shown.map(({ entry, score, rank }) => ({ entry, score, rank })),
			undo:
				top && top.action !== "lock" && !h.locked
					? { action: top.action, ...(top.entry ? { entry: top.entry } : {}) }
					: null,
		};
	}
	tellFloor(s, h) {
		const { now: at, event, ...rest } = this.floor(s, h);
		this.tell("floor", { ...rest, at });
	}
	schedule() {
		return {
			contest: this.contest.id,
			now: stamp(now()),
			stages: this.stages.map((s) => ({
				id: s.id,
				title: s.title,
				heats: s.heats.map((h) => {
					const each = (h.rule.pitch_s + h.rule.questions_s + h.rule.marking_s) * 1000;
					let at = h.opened ? now() + 120_000 : Date.parse(h.starts);
					const on = h.on();
					return {
						id: h.id,
						title: h.title,
						venue: h.venue,
						starts: h.starts,
						state: h.locked ? "locked" : h.opened ? "live" : "planned",
						...(on ? { on: { entry: on.entry, phase: on.phase } } : {}),
						order: h.order.map((e) => {
							const one = { entry: e.entry, title: e.title, team: e.team, phase: e.phase };
							if (e.phase !== "waiting") return one;
							at += each;
							return { ...one, at: stamp(at - each) };
						}),
					};
				}),
			})),
		};
	}
	lists(s) {
		return s.heats.map((h) => {
			const all = h.order
				.filter((e) => ["locked", "revealed"].includes(e.phase))
				.map((e) => ({ entry: e.entry, title: e.title, team: e.team, score: h.scoreOf(e.entry) }))
				.sort((a, b) => Number(b.score) - Number(a.score));
			const ranked = (rows) =>
				rows.map((r) => ({ rank: 1 + rows.filter((x) => Number(x.score) > Number(r.score)).length, ...r }));
			return { h, all: ranked(all), ranked };
		});
	}
	screen(s) {
		return {
			contest: this.contest.id,
			stage: s.id,
			title: s.title,
			now: stamp(now()),
			state: "judging",
			frozen: true,
			decimals: 2,
			lists: this.lists(s).map(({ h, all, ranked }) => {
				const rows = all.filter((r) => s.shown.some((x) => x.entry === r.entry));
				return {
					list: h.id,
					title: h.title,
					places: h.places,
					shown: (s.reveal === "end" ? rows : ranked(rows.map(({ rank, ...r }) => r))).map((r) => ({
						...r,
						advances: r.rank <= h.places,
					})),
					hidden: h.entries.length - rows.length,
				};
			}),
		};
	}
	show(s, what) {
		if (what.entry) {
			const h = s.heats.find((x) => x.entries.some((e) => e.entry === what.entry));
			const e = h?.entry(what.entry);
			if (e?.phase !== "locked") throw new Refusal(409, "show.early", "The entry is not locked yet.");
			if (s.shown.some((x) => x.entry === what.entry)) throw new Refusal(409, "show.shown", "It was shown already.");
			s.shown.push({ entry: what.entry, score: h.scoreOf(what.entry) });
			this.tell("show", { stage: s.id, ...s.shown.at(-1) });
			return;
		}
		const list = this.lists(s).find((x) => x.h.id === what.list);
		const row = list?.all.findLast((r) => !s.shown.some((x) => x.entry === r.entry));
		if (!row) throw new Refusal(409, "show.done", "Everything was shown.");
		s.shown.push({ entry: row.entry, score: row.score, rank: row.rank });
		this.tell("show", { stage: s.id, ...s.shown.at(-1) });
	}
	progress(s, h) {
		return {
			stage: s.id,
			heat: h.id,
			locked: h.locked,
			signed: h.signed,
			quorum: 9,
			experts: EXPERTS,
			entries: h.order.map((e) => {
				const n = e.phase === "locked" ? EXPERTS.length : (h.sheets.get(e.entry) ?? 0);
				return {
					entry: e.entry,
					title: e.title,
					phase: e.phase,
					expected: EXPERTS.length,
					in: n,
					ok: n >= 9,
					sheets: EXPERTS.map((x, i) => ({
						expert: x.id,
						state: i === 11 ? "recused" : (i * 5) % 13 < n ? "in" : "missing",
						version: 1,
						signed: true,
						seq: 40 + i,
					})),
				};
			}),
			missing: 3,
		};
	}
	tick() {
		for (const { s, h } of this.heats())
			for (const e of h.order.filter((x) => x.phase === "marking")) {
				const n = h.sheets.get(e.entry) ?? 0;
				if (h.held !== undefined ? n >= h.held : n >= EXPERTS.length) continue;
				h.sheets.set(e.entry, n + 1);
				this.tell("progress", {
					stage: s.id,
					heat: h.id,
					entry: e.entry,
					sheets: n + 1,
					expected: EXPERTS.length,
				});
			}
	}
}

const write = (res, e) => res.write(`id: ${e.id}\nevent: ${e.name}\ndata: ${JSON.stringify(e.data)}\n\n`);

function makeEntries(prefix, count, long = false) {
	return Array.from({ length: count }, (_, i) => ({
		entry: `${prefix}${String(i + 1).padStart(3, "0")}`,
		title: long && i % 3 === 0 ? LONG : `${SUBJECTS[i % SUBJECTS.length]}`,
		team: long && i % 3 === 0 ? "华东智造联合创新中心与重点实验室联合攻关团队" : `彩排团队 ${String(i + 1).padStart(3, "0")}`,
		division: i % 3 ? "leading" : "rising",
	}));
}

// A contest on its judging day, beside those of contests.mjs: `like` lends what the home page shows.
function judgingDay(like) {
	const rule = { pitch_s: 480, questions_s: 300, marking_s: 60 };
	const soon = (min) => stamp(Math.floor(now() / 60_000) * 60_000 + min * 60_000);
	const heats = [
		new Heat({
			id: "hall-a",
			title: t("A 场", "Heat A"),
			venue: t("余杭 · 一号厅", "Yuhang, Hall 1"),
			starts: soon(-40),
			places: 4,
			rule,
			entries: makeEntries("a", 12),
			scores: { a004: "88.50", a005: "88.50" },
		}),
		new Heat({
			id: "hall-b",
			title: t("B 场", "Heat B"),
			venue: t("余杭 · 二号厅", "Yuhang, Hall 2"),
			starts: soon(-10),
			places: 10,
			rule: { ...rule, pitch_s: 600 },
			entries: makeEntries("b", 40, true),
		}),
		new Heat({
			id: "hall-c",
			title: t("C 场", "Heat C"),
			venue: t("余杭 · 一号厅", "Yuhang, Hall 1"),
			starts: soon(180),
			places: 2,
			rule,
			entries: [],
		}),
	];
	const final = new Heat({
		id: "final",
		title: t("总决赛", "Final"),
		venue: t("余杭 · 主会场", "Yuhang, main hall"),
		starts: soon(24 * 60),
		places: 3,
		rule,
		entries: makeEntries("f", 10),
		scores: { f002: "91.25", f003: "91.25", f007: "90.10" },
	});
	const stages = [
		{ id: "day", title: t("半决赛", "Semi-final"), reveal: "each", heats, shown: [] },
		{ id: "grand", title: t("总决赛", "Grand final"), reveal: "end", heats: [final], shown: [] },
	];
	const home = structuredClone(like.home);
	Object.assign(home, {
		id: "floor-day",
		title: t("工业互联网创新大赛（演练日）", "Industrial Internet Contest, rehearsal day"),
		rehearsal: true,
		divisions: [
			{ id: "leading", title: t("领军组", "Leading") },
			{ id: "rising", title: t("新锐组", "Rising") },
		],
		stages: stages.map((s) => ({
			id: s.id,
			title: s.title,
			kind: "panel",
			state: "judging",
			entries: s.heats.reduce((n, h) => n + h.entries.length, 0),
			advance: 16,
		})),
	});
	const boards = stages.map((s, i) => ({
		board: { ...structuredClone(like.stages.find((x) => !x.board.published).board), stage: home.stages[i], lists: [] },
	}));
	const contest = { ...like, id: home.id, home, stages: boards };
	return { contest, day: new Day(contest, stages) };
}

async function bodyOf(req) {
	let text = "";
	for await (const piece of req) text += piece;
	return text ? JSON.parse(text) : {};
}

const ROLES = ["floor", "chair", "supervisor", "notary", "organiser", "viewer", "expert"];
const cookieOf = (req) => /(?:^|; )mock=([\w:-]+)/.exec(req.headers.cookie ?? "")?.[1] ?? "";
function meOf(cookie) {
	const [role, stage, heat] = cookie.split(":");
	if (!ROLES.includes(role)) return null;
	return {
		id: "link:7",
		name: `彩排 ${role}`,
		admin: false,
		roles: [{ contest: "floor-day", role, ...(role === "expert" ? { expert: "expert-01" } : {}) }],
		...(stage ? { stage } : {}),
		...(heat ? { heat } : {}),
		expires: stamp(now() + 86400_000),
		token: "mock-token",
	};
}

// `contests`: all that the mock serves, to which the judging day is added. Gives back what answers; false: not its own.
export function floorMock(contests, problem) {
	const { contest, day } = judgingDay(contests.find((c) => c.id === "guangdong-2021"));
	contests.push(contest);
	setInterval(() => day.tick(), SHEET_MS).unref();
	setInterval(() => {
		for (const res of day.clients) res.write(`event: time\ndata: {"now":"${stamp(now())}"}\n\n`);
	}, 15_000).unref();

	const json = (res, data, status = 200, headers = {}) =>
		res
			.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-cache", ...headers })
			.end(JSON.stringify(data));
	const place = (stage, heat) => {
		const s = day.stages.find((x) => x.id === stage);
		if (!s) throw new Refusal(404, "stage.unknown", `There is no stage ${stage}.`);
		const h = heat === undefined ? undefined : s.heats.find((x) => x.id === heat);
		if (heat !== undefined && !h) throw new Refusal(404, "heat.unknown", `There is no heat ${heat}.`);
		return { s, h };
	};
	function events(req, res, url) {
		const after = Number(req.headers["last-event-id"] ?? url.searchParams.get("after") ?? day.events.length);
		res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
		res.write(`id: ${after}\nevent: time\ndata: {"now":"${stamp(now())}"}\n\n`);
		for (const e of day.events.slice(after)) write(res, e);
		day.clients.add(res);
		req.on("close", () => day.clients.delete(res));
	}
	async function scene(req, res) {
		const body = await bodyOf(req);
		const { s, h } = place(body.stage, body.heat);
		if (body.reset) {
			h.reset();
			s.shown = s.shown.filter((x) => !h.entries.some((e) => e.entry === x.entry));
		}
		for (const step of h.effective) step.at -= (body.back ?? 0) * 1000;
		if (body.back) h.replay();
		if (body.sheets !== undefined) {
			h.held = body.sheets;
			for (const e of h.order.filter((x) => x.phase === "marking")) h.sheets.set(e.entry, body.sheets);
		}
		if (body.locked) h.locked = true;
		day.tellFloor(s, h);
		json(res, day.floor(s, h));
	}
	async function change(req, res, room, s, h) {
		const me = meOf(cookieOf(req));
		if (!me) throw new Refusal(401, "sign-in.needed", "Sign in first.");
		if (req.headers["x-leitai-token"] !== me.token) throw new Refusal(403, "session.token", "Wrong token.");
		const body = await bodyOf(req);
		if (room === "floor") {
			h.take(body);
			day.tellFloor(s, h);
			return json(res, day.floor(s, h));
		}
		day.show(s, body);
		for (const x of s.heats) if (x.opened) day.tellFloor(s, x);
		return json(res, day.screen(s));
	}

	async function answer(req, res, url) {
		const [, , , root, id, room, stage, hall, heat, last] = url.pathname.split("/").map(decodeURIComponent);
		if (root === "session") return res.writeHead(204, { "Set-Cookie": "mock=; Path=/; Max-Age=0" }).end();
		if (root === "me") {
			const me = meOf(cookieOf(req));
			if (!me) throw new Refusal(401, "sign-in.needed", "Sign in first.");
			return json(res, me);
		}
		if (root === "mock" && id === "enter")
			return json(res, {}, 200, { "Set-Cookie": `mock=${url.searchParams.get("as")}; Path=/; HttpOnly; SameSite=Strict` });
		if (root === "mock") return scene(req, res);
		if (room === "events") return events(req, res, url);
		if (room === "schedule") return json(res, day.schedule());
		if (hall === "screen") return json(res, day.screen(place(stage).s));
		if (hall === "show") return change(req, res, "show", place(stage).s);
		const { s, h } = place(stage, heat);
		if (last === "floor" && req.method === "POST") return change(req, res, "floor", s, h);
		if (last === "floor") return json(res, day.floor(s, h));
		if (last === "progress") return json(res, day.progress(s, h));
		throw new Refusal(404, "http.not_found", "No such address.");
	}

	return (req, res, url) => {
		const [, , , root, id, room, , hall, , last] = url.pathname.split("/");
		const signedIn = meOf(cookieOf(req)) !== null; // here; who signs in at the desk is the desk's
		const session = (signedIn && (root === "me" || (root === "session" && req.method === "DELETE"))) || root === "mock";
		const mine =
			id === contest.id &&
			(room === "events" || room === "schedule" || hall === "screen" || hall === "show" || ["floor", "progress"].includes(last));
		if (!session && !mine) return false;
		answer(req, res, url).catch((cause) => {
			if (!(cause instanceof Refusal)) console.error(cause);
			problem(res, cause.status ?? 500, cause.code ?? "mock.broken", cause.message);
		});
		return true;
	};
}
