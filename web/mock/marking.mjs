// Experts on the mock's marking day, contest "marking-day": their sheets, devices and votes, and a floor that a scene
// sets, in memory. A link's token is the expert's id: /enter#expert-03. POST /api/v1/mock/marking
// {phase: [entry, phase]} moves the floor, {tie: true} opens a tie, {amend: {expert, entry, marks}} hands in a sheet as
// another device of that expert would, {reset: true} begins anew.
import { createPublicKey, verify } from "node:crypto";
import { Readable } from "node:stream";
import { contests } from "./contests.mjs";
import { canonical } from "./ledger.mjs";

const CONTEST = "marking-day";
const STAGE = { id: "day", title: { zh: "半决赛", en: "Semi-final" } };
const HEAT = { id: "hall-a", title: { zh: "A 场", en: "Heat A" }, venue: { zh: "余杭 · 一号厅", en: "Yuhang, Hall 1" } };
const LIMITS = { pitching: ["pitch", 480], questions: ["questions", 300], marking: ["marking", 60] };
const TITLES = [
	"基于声纹的轴承寿命预测系统",
	"冲压件表面缺陷在线检测",
	"面向离散制造全流程的多模态工业大模型与边缘协同控制一体化平台",
	"注塑工艺参数自优化",
	"电机能效数字孪生平台",
	"焊缝质量在线评估",
	"仓储机器人集群调度",
	"化工装置远程运维",
	"柔性产线动态排程",
	"纺织瑕疵视觉分选",
	"高炉炉温智能控制",
	"供应链协同云",
];
const t = (zh, en) => ({ zh, en });
const stamp = () => new Date().toISOString();
const UNIT = 10_000;
const BANDS = [
	{ from: "90", title: t("优秀：行业领先，可直接推广", "Outstanding: leads its field, ready to spread") },
	{ from: "75", title: t("良好：完整可行，个别环节待验证", "Good: whole and feasible, a part yet to be shown") },
	{ from: "60", title: t("一般：思路成立，落地尚早", "Fair: a sound idea, early in practice") },
	{ from: "0", title: t("不足：关键环节缺失", "Weak: an essential part is missing") },
];
const CRITERIA = [
	{
		id: "solution",
		title: t("技术方案", "Technical solution"),
		note: t("先进性、完整性与可实施性", "Advanced, complete, feasible"),
		min: "0",
		max: "100",
		step: "0.5",
		weight: 35,
		optional: false,
		bands: BANDS,
	},
	{
		id: "effect",
		title: t("应用成效", "Effect in use"),
		note: t("已落地的场景与可量化的收益", "Scenes in use, gains that can be counted"),
		min: "0",
		max: "100",
		step: "0.5",
		weight: 30,
		optional: false,
		bands: BANDS,
	},
	{ id: "value", title: t("商业价值", "Commercial value"), min: "0", max: "100", step: "0.5", weight: 20, optional: false, bands: BANDS },
	{
		id: "stage",
		title: t("现场表现", "Performance on stage"),
		note: t("表达清楚、答问切题", "Clear speech, answers to the point"),
		min: "0",
		max: "100",
		step: "10",
		weight: 15,
		optional: false,
		bands: [
			{ from: "90", title: t("出色", "Excellent") },
			{ from: "60", title: t("胜任", "Able") },
			{ from: "0", title: t("欠佳", "Poor") },
		],
	},
];
const SUMMARY =
	"面向离散制造的柔性产线，把设备声纹、振动与工艺参数接入边缘平台，用小样本模型提前十二小时预警轴承失效。已在三家工厂的四十二条产线运行六个月，非计划停机减少百分之三十一，模型每周用现场数据自动校准。";
const MATERIAL = { scene: "quality", industry: "通用装备", province: "浙江", funding: "A 轮" };

class Refusal extends Error {
	constructor(status, code, detail, more = {}) {
		super(detail);
		Object.assign(this, { status, code, more });
	}
}

const units = (text) => Math.round(Number(text) * UNIT);

function checkSignature(id, expert, stage, heat, b) {
	const marks = Object.fromEntries(Object.entries(b.marks ?? {}).map(([c, m]) => [c, units(m)]));
	const { base, draft, entry } = b;
	const text = `leitai-sheet/1\n${canonical({ base, contest: id, draft, entry, expert, heat, marks, recused: b.recused ?? false, stage })}`;
	const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(b.key, "base64")]);
	const key = createPublicKey({ key: der, format: "der", type: "spki" });
	if (!verify(null, Buffer.from(text), key, Buffer.from(b.signature, "base64")))
		throw new Refusal(400, "sheet.signature", "The signature is not of this sheet.");
}

class Floor {
	constructor() {
		this.order = TITLES.map((title, i) => ({
			entry: `m${String(i + 1).padStart(3, "0")}`,
			title,
			team: `彩排团队 ${String(i + 1).padStart(3, "0")}`,
			division: i % 3 ? "leading" : "rising",
			phase: "waiting",
			turn: i + 1,
			skips: 0,
		}));
		this.clock = null;
		this.locked = false;
	}
	move(entry, phase) {
		const row = this.order.find((o) => o.entry === entry);
		if (["called", "pitching", "questions"].includes(phase))
			for (const o of this.order) if (["called", "pitching", "questions"].includes(o.phase)) o.phase = "marking";
		row.phase = phase;
		const limit = LIMITS[phase];
		this.clock = limit ? { kind: limit[0], limit_s: limit[1], started: Date.now() } : null;
	}
	told(event) {
		const on = this.order.find((o) => ["called", "pitching", "questions"].includes(o.phase));
		const { clock } = this;
		return {
			contest: CONTEST,
			stage: STAGE,
			heat: HEAT,
			rehearsal: true,
			now: stamp(),
			step: event,
			event,
			opened: true,
			locked: this.locked,
			signed: false,
			rule: { pitch_s: 480, questions_s: 300, marking_s: 60, reveal: "each" },
			order: this.order,
			on: on ? { entry: on.entry, phase: on.phase } : null,
			next: this.order.find((o) => o.phase === "waiting")?.entry ?? null,
			clock: clock && {
				...clock,
				started: new Date(clock.started).toISOString(),
				elapsed_ms: Date.now() - clock.started,
				paused: false,
				extended_s: 0,
			},
			progress: null,
			shown: [],
		};
	}
}

// `all`: what the mock serves, to which the marking day is added. Gives back what answers; false: not its own.
export function markingMock(all) {
	if (all.length === 0) return async () => false;
	const contest = contests()[0];
	contest.id = CONTEST;
	contest.home = structuredClone(contest.home);
	Object.assign(contest.home, { id: CONTEST, title: t("工业互联网创新大赛（评审演练）", "Industrial Internet Contest, marking rehearsal"), rehearsal: true });
	all.push(contest);
	let floor = new Floor();
	let event = 1;
	const listeners = new Set();
	const tell = (name, data) => {
		const text = `id: ${++event}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
		for (const res of listeners) res.write(text);
	};
	const tellFloor = () => {
		const { now: at, event: _event, ...rest } = floor.told(event);
		tell("floor", { ...rest, at });
	};
	const sheets = new Map(); // expert/stage/heat/entry → versions
	const keys = new Map(); // idempotency key → answer
	const devices = new Map(); // key → expert
	const ties = [];
	const versionsOf = (...place) => {
		const name = place.join("/");
		if (!sheets.has(name)) sheets.set(name, []);
		return sheets.get(name);
	};

	const json = (res, data, status = 200, headers = {}) =>
		res
			.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers })
			.end(JSON.stringify(data));
	const expertOf = (req) => /(?:^|; )mock=(expert-\d\d)/.exec(req.headers.cookie ?? "")?.[1];
	const meOf = (expert) => ({
		id: `link:${Number(expert.slice(7))}`,
		admin: false,
		roles: [{ contest: CONTEST, role: "expert", expert }],
		expires: new Date(Date.now() + 43_200_000).toISOString(),
		token: `token-${expert}`,
	});
	async function bodyOf(req) {
		let text = "";
		for await (const piece of req) text += piece;
		return text ? JSON.parse(text) : {};
	}

	function marking(expert) {
		return {
			contest: CONTEST,
			title: contest.home.title,
			rehearsal: true,
			now: stamp(),
			expert: { id: expert, name: `彩排专家 ${expert.slice(7)}`, class: "industry" },
			keys: [...devices].filter(([, e]) => e === expert).map(([key]) => key),
			heats: [
				{
					stage: { ...STAGE, decimals: 2, total: "mean" },
					heat: HEAT,
					open: !floor.locked,
					locked: floor.locked,
					criteria: CRITERIA,
					entries: floor.order.map(({ entry, phase, turn, title, team, division }) => {
						const last = versionsOf(expert, STAGE.id, HEAT.id, entry).at(-1) ?? null;
						const seen = { entry, phase, turn, sheet: last };
						if (last?.recused) return seen;
						return { ...seen, title, team, division, track: "application", summary: SUMMARY, material: MATERIAL };
					}),
				},
			],
		};
	}

	function take(expert, stage, heat, b) {
		const versions = versionsOf(expert, stage, heat, b.entry);
		if (b.base !== versions.length)
			throw new Refusal(409, "sheet.changed", `Version ${versions.length} is in force.`, { version: versions.length });
		if (versions.at(-1)?.recused) throw new Refusal(409, "sheet.recused", "You are recused from this entry.");
		for (const [id, mark] of Object.entries(b.marks ?? {})) {
			const c = CRITERIA.find((x) => x.id === id);
			if (!c) throw new Refusal(400, "sheet.criterion", `No criterion ${id} here.`);
			const [u, min, max, step] = [mark, c.min, c.max, c.step].map(units);
			if (u < min || u > max || (u - min) % step) throw new Refusal(400, "sheet.mark", `${mark} is not on the scale of ${id}.`);
		}
		if (!b.recused && CRITERIA.some((c) => b.marks?.[c.id] === undefined))
			throw new Refusal(400, "sheet.incomplete", "A criterion is not marked.");
		if (b.signature) {
			if (devices.get(b.key) !== expert) throw new Refusal(400, "sheet.signature", "The key is not enrolled.");
			checkSignature(CONTEST, expert, stage, heat, b);
		}
		contest.ledger.at = Math.max(contest.ledger.at, Date.now());
		const seal = contest.ledger.add("sheet.submit", `judge:${expert}`, { ...b, expert, stage, heat }, 1);
		const sheet = {
			version: versions.length + 1,
			...seal,
			recused: b.recused ?? false,
			marks: b.recused ? {} : b.marks,
			...(b.comment ? { comment: b.comment } : {}),
			signed: b.signature !== undefined,
		};
		versions.push(sheet);
		return { receipt: seal, version: sheet.version };
	}

	async function change(req, res, expert, parts) {
		const [, , , , , room, stage, , heat, last] = parts; // of votes, `heat` is the tie
		if (req.headers["x-leitai-token"] !== meOf(expert).token) throw new Refusal(403, "request.token", "Wrong token.");
		const b = await bodyOf(req);
		const key = `${expert} ${req.url} ${req.headers["idempotency-key"]}`;
		if (keys.has(key)) return json(res, keys.get(key));
		let answer;
		if (room === "devices") {
			if (devices.has(b.key) && devices.get(b.key) !== expert) throw new Refusal(409, "device.taken", "Another's key.");
			devices.set(b.key, expert);
			answer = { key: b.key, receipt: contest.ledger.add("key.enrol", `judge:${expert}`, { key: b.key, expert }, 1) };
		} else if (last === "votes") {
			const tie = ties.find((x) => String(x.tie) === heat);
			if (!tie || tie.concluded) throw new Refusal(409, "tie.concluded", "The tie was settled.");
			tie.votes[expert] = b.order;
			contest.ledger.add("tie.vote", `judge:${expert}`, b, 1);
			tell("tie", { stage: STAGE.id, state: "open" });
			return res.writeHead(204).end();
		} else {
			const row = floor.order.find((o) => o.entry === b.entry);
			if (!row) throw new Refusal(404, "entry.unknown", `No entry ${b.entry} here.`);
			if (["locked", "revealed"].includes(row.phase)) throw new Refusal(409, "sheet.locked", "The entry is locked.");
			if (["waiting", "called"].includes(row.phase)) throw new Refusal(409, "sheet.early", "The entry is not on stage yet.");
			answer = take(expert, stage, heat, b);
		}
		keys.set(key, answer);
		json(res, answer);
	}

	async function scene(req, res) {
		const b = await bodyOf(req);
		if (b.reset) {
			floor = new Floor();
			sheets.clear();
			keys.clear();
			ties.length = 0;
			tell("reset", {});
		}
		if (b.phase) {
			floor.move(...b.phase);
			tellFloor();
		}
		if (b.tie) {
			const entries = floor.order.slice(0, 3).map(({ entry, title, team }) => ({ entry, title, team }));
			ties.push({ tie: 900 + ties.length, places: 1, entries, votes: {}, concluded: false });
			tell("tie", { stage: STAGE.id, state: "open" });
		}
		if (b.amend) {
			const base = versionsOf(b.amend.expert, STAGE.id, HEAT.id, b.amend.entry).length;
			take(b.amend.expert, STAGE.id, HEAT.id, { ...b.amend, expert: undefined, draft: `other-${base}`, base });
		}
		json(res, { sheets: Object.fromEntries(sheets) });
	}

	function events(req, res) {
		res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
		res.write(`id: ${event}\nevent: time\ndata: {"now":"${stamp()}"}\n\n`);
		listeners.add(res);
		req.on("close", () => listeners.delete(res));
	}

	async function answer(req, res, parts) {
		const [, , , root, , room, , hall, , last] = parts;
		if (root === "mock") return scene(req, res);
		if (room === "events") return events(req, res);
		if (last === "floor") return json(res, floor.told(event));
		const expert = expertOf(req);
		if (!expert) throw new Refusal(401, "sign-in.needed", "Sign in first.");
		if (root === "session") return res.writeHead(204, { "Set-Cookie": "mock=; Path=/; Max-Age=0" }).end();
		if (root === "me") return json(res, meOf(expert));
		if (req.method === "POST") return change(req, res, expert, parts);
		if (room === "marking") return json(res, marking(expert));
		if (hall === "ties")
			return json(res, {
				ties: ties.map(({ votes, ...x }) => ({ ...x, state: "open", may_vote: true, ...(votes[expert] ? { mine: votes[expert] } : {}) })),
			});
		throw new Refusal(404, "http.not_found", "No such address.");
	}

	return async (req, res, url) => {
		const parts = url.pathname.split("/").map(decodeURIComponent);
		const [, , , root, id, room, , hall, , last] = parts;
		// Another's link is the desk's affair, which reads the body once more.
		if (root === "session" && id === "link" && req.method === "POST") {
			const body = await bodyOf(req);
			if (/^expert-\d\d$/.test(body.token ?? "")) {
				json(res, meOf(body.token), 200, { "Set-Cookie": `mock=${body.token}; Path=/; HttpOnly; SameSite=Strict` });
				return true;
			}
			const again = Readable.from([JSON.stringify(body)]);
			req.on = again.on.bind(again);
			return false;
		}
		const mine =
			(root === "mock" && id === "marking") ||
			((root === "me" || root === "session") && expertOf(req)) ||
			(id === CONTEST &&
				(["marking", "devices", "events"].includes(room) || hall === "ties" || ["sheets", "votes", "floor"].includes(last)));
		if (!mine) return false;
		await answer(req, res, parts).catch((cause) => {
			if (!(cause instanceof Refusal)) console.error(cause);
			const { status = 500, code = "mock.broken", more } = cause;
			res
				.writeHead(status, { "Content-Type": "application/problem+json" })
				.end(JSON.stringify({ type: "about:blank", title: code, status, code, detail: cause.message, ...more }));
		});
		return true;
	};
}
