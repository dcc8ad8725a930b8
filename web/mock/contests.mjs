// Four made-up states of a contest: concluded with a tie, deliberation and withdrawal; in session; eleven rankings; empty.
import { Ledger } from "./ledger.mjs";

const t = (zh, en) => ({ zh, en });

function rng(seed) {
	let s = seed >>> 0;
	return () => {
		s = (s + 0x6d2b79f5) >>> 0;
		let x = Math.imul(s ^ (s >>> 15), 1 | s);
		x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
		return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
	};
}

const PROVINCES = [
	"江苏",
	"广东",
	"浙江",
	"山东",
	"上海",
	"北京",
	"重庆",
	"四川",
	"湖北",
	"安徽",
	"福建",
	"河南",
	"陕西",
	"辽宁",
	"湖南",
	"河北",
	"天津",
	"江西",
	"贵州",
	"吉林",
];
const INDUSTRIES = [
	t("汽车制造", "Automotive"),
	t("钢铁", "Steel"),
	t("电子信息", "Electronics"),
	t("石化", "Petrochemicals"),
	t("工程机械", "Construction machinery"),
	t("纺织服装", "Textiles"),
	t("家电", "Home appliances"),
	t("电力", "Power"),
	t("建材", "Building materials"),
	t("航空航天", "Aerospace"),
	t("船舶", "Shipbuilding"),
	t("食品", "Food"),
	t("医药", "Pharmaceuticals"),
	t("矿山", "Mining"),
];
const FUNDING = [
	t("未融资", "Not funded"),
	t("天使轮", "Angel"),
	t("A 轮", "Series A"),
	t("B 轮", "Series B"),
	t("C 轮及以上", "Series C or later"),
];
const DEGREES = [t("硕士", "Master"), t("本科", "Bachelor"), t("博士", "Doctorate"), t("其他", "Other")];
const SUBJECTS = [
	"轴承寿命预测",
	"冲压件表面缺陷检测",
	"高炉炉温智能控制",
	"注塑工艺参数自优化",
	"电机能效数字孪生",
	"焊缝质量在线评估",
	"仓储机器人集群调度",
	"设备远程运维平台",
	"柔性产线排程",
	"供应链协同云",
];
const id3 = (prefix, n) => prefix + String(n).padStart(3, "0");
const choose = (r, list, bias = 1) => list[Math.floor(Math.pow(r(), bias) * list.length)];

function makeEntries(r, count, place) {
	return Array.from({ length: count }, (_, i) => {
		const n = i + 1;
		return {
			id: id3("e", n),
			title: `彩排项目 ${String(n).padStart(3, "0")}：${choose(r, SUBJECTS)}`,
			team: `彩排团队 ${String(n).padStart(3, "0")}`,
			summary:
				"彩排用的虚构项目。把现场采集的数据接入平台，建立模型，给出可执行的建议，并在一条试验产线上运行了六个月。",
			province: choose(r, PROVINCES, 1.8),
			industry: choose(r, INDUSTRIES, 1.6),
			funding: choose(r, FUNDING, 1.4),
			degree: choose(r, DEGREES, 1.7),
			...place(i, r),
		};
	});
}

function figure(id, entries, key, titles) {
	const counts = new Map();
	for (const e of entries) {
		const value = e[key];
		if (value === undefined) continue;
		const k = typeof value === "string" ? value : value.en;
		const bar = counts.get(k) ?? {
			id: k,
			title: typeof value === "string" ? (titles?.find((x) => x.id === value)?.title ?? { zh: value }) : value,
			count: 0,
		};
		bar.count++;
		counts.set(k, bar);
	}
	return { id, bars: [...counts.values()].sort((a, b) => b.count - a.count).slice(0, 40) };
}

const CRITERIA = [
	{
		id: "solution",
		title: t("技术方案", "Technical solution"),
		note: t("先进性、完整性与可实施性", "Advanced, complete, feasible"),
		weight: 35,
		by: "panel",
		min: 0,
		max: 100,
		step: 0.5,
	},
	{
		id: "effect",
		title: t("应用成效", "Effect in use"),
		note: t("已落地的场景与可量化的收益", "Scenes in use, gains that can be counted"),
		weight: 30,
		by: "panel",
		min: 0,
		max: 100,
		step: 0.5,
	},
	{ id: "value", title: t("商业价值", "Commercial value"), weight: 20, by: "panel", min: 0, max: 100, step: 0.5 },
	{ id: "stage", title: t("现场表现", "Performance on stage"), weight: 15, by: "panel", min: 0, max: 100, step: 0.5 },
];
const WEIGHT = 100;
const PANEL = (heat) =>
	Array.from({ length: 13 }, (_, i) => ({
		id: `${heat}-${i < 10 ? "industry" : "investor"}-${String(i < 10 ? i + 1 : i - 9).padStart(2, "0")}`,
		class: i < 10 ? "industry" : "investor",
		lean: ((i * 7) % 5) - 2,
	}));

const half = (x) => Math.round(x * 2) / 2;
const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const totalOf = (marks) => marks.reduce((sum, m, c) => sum + m * CRITERIA[c].weight, 0) / WEIGHT;

function markSheets(r, panel, clampTo) {
	const level = 62 + 26 * Math.pow(r(), 0.8);
	const taste = CRITERIA.map(() => (r() - 0.5) * 9);
	const sheets = panel.map((x) => ({
		expert: x.id,
		class: x.class,
		recused: r() < 0.012,
		marks: CRITERIA.map((_, c) =>
			half(Math.min(99, Math.max(35, level + taste[c] + x.lean + (r() - 0.5) * (c === 2 ? 20 : 11)))),
		),
	}));
	if (clampTo) {
		for (let c = 0; c < CRITERIA.length; c++) {
			const m = mean(sheets.map((s) => s.marks[c]));
			for (const s of sheets)
				(s.adjusted ??= [])[c] = Math.round(Math.min(m + clampTo, Math.max(m - clampTo, s.marks[c])) * 100) / 100;
		}
		for (const s of sheets) if (s.adjusted.every((v, c) => v === s.marks[c])) delete s.adjusted;
	}
	return sheets;
}

function scoreOf(sheets) {
	const totals = sheets
		.filter((s) => !s.recused)
		.map((s) => totalOf(s.adjusted ?? s.marks))
		.sort((a, b) => a - b);
	const kept = totals.slice(1, -1);
	return {
		score: Math.round(mean(kept) * 100) / 100,
		raw: Math.round(mean(totals) * 10000) / 10000,
		exact: `${Math.round(kept.reduce((a, b) => a + b, 0) * 10000)}/${kept.length}`,
	};
}

// Sheets of `from`, dealt to other experts of the panel: another face, the same score.
const dealt = (from) => from.map((s, i) => ({ ...from[(i + 5) % from.length], expert: s.expert, class: s.class }));

function rank(list, quota, reserve) {
	list.sort((a, b) => b.score - a.score);
	list.forEach((row, i) => {
		row.rank = i + 1;
		row.tied = list[i - 1]?.score === row.score || list[i + 1]?.score === row.score;
		row.fate = i < quota ? "advance" : i < quota + reserve ? "reserve" : "out";
		if (row.fate === "reserve") row.reserve = i - quota + 1;
	});
}

function runStage(ledger, r, stageId, groups, clampTo) {
	const sheetsOf = new Map();
	for (const g of groups) {
		const panel = PANEL(g.id);
		for (const e of g.entries) sheetsOf.set(e.id, markSheets(r, panel, clampTo));
		if (g.tieAt) {
			const order = [...g.entries].sort(
				(a, b) => scoreOf(sheetsOf.get(b.id)).score - scoreOf(sheetsOf.get(a.id)).score,
			);
			for (const [keep, copy] of g.tieAt) sheetsOf.set(order[copy - 1].id, dealt(sheetsOf.get(order[keep - 1].id)));
		}
	}
	for (const g of groups)
		for (const e of g.entries)
			for (const s of sheetsOf.get(e.id))
				s.seal = ledger.add(
					"sheet.submit",
					`judge:${s.expert}`,
					{ stage: stageId, heat: g.id, entry: e.id, expert: s.expert, recused: s.recused, marks: s.marks, version: 1 },
					300,
				);
	ledger.add("stage.close", "cli", { stage: stageId, sheets: sheetsOf.size });
	const lists = groups.map((g) => {
		const rows = g.entries.map((e) => {
			const { score, raw, exact } = scoreOf(sheetsOf.get(e.id));
			return {
				entry: e.id,
				title: e.title,
				team: e.team,
				division: e.division,
				region: e.region,
				track: e.track,
				heat: g.id,
				score,
				raw_mean: raw,
				exact,
				sheets: sheetsOf.get(e.id).filter((s) => !s.recused).length,
			};
		});
		rank(rows, g.quota, g.reserve);
		return { id: g.id, title: g.title, cut_after: g.quota, rows };
	});
	return { lists, sheetsOf };
}

function detailOf(contest, stage, entry) {
	for (const list of stage.board.lists) {
		const row = list.rows.find((x) => x.entry === entry);
		if (!row) continue;
		const sheets = stage.sheetsOf.get(entry);
		return {
			stage: stage.board.stage.id,
			title: stage.board.stage.title,
			list: list.id,
			rank: row.rank,
			of: list.rows.length,
			fate: row.fate,
			score: row.score,
			raw_mean: row.raw_mean,
			exact: row.exact,
			decimals: 2,
			criteria: CRITERIA.map((c, i) => ({
				id: c.id,
				title: c.title,
				weight: c.weight,
				by: c.by,
				min: c.min,
				max: c.max,
				value: Math.round(mean(sheets.filter((s) => !s.recused).map((s) => (s.adjusted ?? s.marks)[i])) * 100) / 100,
			})),
			sheets: sheets.map((s) => ({
				expert: s.expert,
				class: s.class,
				class_title: s.class === "industry" ? t("产业专家", "Industry") : t("投资专家", "Investor"),
				recused: s.recused,
				total: s.recused ? null : Math.round(totalOf(s.adjusted ?? s.marks) * 100) / 100,
				marks: s.recused ? CRITERIA.map(() => null) : s.marks,
				...(s.adjusted && !s.recused ? { adjusted: s.adjusted } : {}),
				seal: s.seal,
			})),
		};
	}
	return null;
}

const RULE = [
	t("每位专家的总分 = Σ 权重 × 分数 ÷ 100", "A sheet's total = Σ weight × mark ÷ 100"),
	t(
		"去掉一个最高分和一个最低分，取平均，四舍五入到两位小数",
		"Drop the highest and the lowest sheet, take the mean, round half up to two decimals",
	),
	t("同分由专家合议", "A tie is settled by the experts' deliberation"),
];
const HOSTS = [
	{ name: t("工业和信息化部", "Ministry of Industry and Information Technology"), role: "host" },
	{ name: t("浙江省人民政府", "People's Government of Zhejiang Province"), role: "host" },
	{ name: t("中国工业互联网研究院", "China Academy of Industrial Internet"), role: "organiser" },
	{ name: t("杭州市余杭区人民政府", "Government of Yuhang District, Hangzhou"), role: "executor" },
];
const experts = (n, m) => [
	{ class: "industry", title: t("产业专家", "Industry"), count: n },
	{ class: "investor", title: t("投资专家", "Investors"), count: m },
];

function finish(contest) {
	const { ledger, home, entries, stages } = contest;
	home.totals.records = ledger.lines.length;
	contest.entryOf = (id) => {
		const e = entries.find((x) => x.id === id);
		if (!e) return null;
		const reached = stages.filter((s) => s.board.published && s.sheetsOf?.has(id));
		return {
			...cardOf(contest, e),
			accepted: contest.accepted.get(id),
			stages: reached.map((s) => detailOf(contest, s, id)),
		};
	};
	return contest;
}

export function cardOf(contest, e) {
	const stage = contest.stages.filter((s) => s.board.published && s.sheetsOf?.has(e.id)).at(-1);
	const row = stage?.board.lists.flatMap((l) => l.rows).find((x) => x.entry === e.id);
	const awards = contest.home.awards.filter((a) => a.winners.some((w) => w.entry === e.id)).map((a) => a.id);
	return {
		id: e.id,
		title: e.title,
		team: e.team,
		summary: e.summary,
		division: e.division,
		region: e.region,
		track: e.track,
		scene: e.scene,
		province: e.province,
		industry: e.industry.zh,
		funding: e.funding.zh,
		stage: stage?.board.stage.id,
		fate: row?.fate,
		...(awards.length ? { awards } : {}),
	};
}

function base(id, title, entries, more) {
	const ledger = new Ledger(`leitai.example/${id}`, id, "2020-11-01T01:00:00.000Z");
	ledger.add("contest.define", "cli", { definition: "leitai: 1\nid: " + id + "\n" });
	const accepted = new Map(
		entries.map((e) => [
			e.id,
			ledger.add(
				"entry.accept",
				"cli",
				{ entry: e.id, division: e.division, region: e.region, profile: "0".repeat(64) },
				90,
			),
		]),
	);
	const home = {
		id,
		title,
		rehearsal: true,
		utc_offset: 480,
		hosts: HOSTS,
		facts: [],
		assumed: [],
		divisions: [],
		regions: [],
		tracks: [],
		scenes: [],
		packages: [],
		figures: [],
		awards: [],
		stages: [],
		totals: { entries: entries.length, people: entries.length * 4, experts: 0, sheets: 0, records: 0 },
		...more,
	};
	return { id, ledger, accepted, entries, home, stages: [], definition: "leitai: 1\nid: " + id + "\n" };
}

function board(contest, stage, more) {
	return {
		contest: { id: contest.id, title: contest.home.title },
		rehearsal: true,
		utc_offset: 480,
		stage,
		published: false,
		decimals: 2,
		low_wins: false,
		rule: RULE,
		criteria: CRITERIA,
		heats: [],
		quotas: [],
		lists: [],
		deliberations: [],
		awards: [],
		withdrawals: [],
		...more,
	};
}

function openStage(contest, id, title, starts, ends, note) {
	const stage = {
		id,
		title,
		note,
		kind: "open",
		state: "published",
		starts,
		ends,
		entries: contest.entries.length,
		advance: contest.entries.length,
	};
	contest.home.stages.push(stage);
	const seal = contest.ledger.add("result.publish", "cli", { stage: id });
	contest.stages.push({
		board: board(contest, stage, {
			published: true,
			seal,
			rule: [],
			criteria: [],
			lists: [
				{
					id: "all",
					title: t("全部", "All"),
					rows: contest.entries.map((e) => ({
						entry: e.id,
						title: e.title,
						team: e.team,
						division: e.division,
						region: e.region,
						rank: 0,
						score: null,
						fate: "advance",
					})),
				},
			],
		}),
	});
}

function ciic() {
	const r = rng(20201110);
	const divisions = [
		{ id: "leading", title: t("领军组", "Leading") },
		{ id: "rising", title: t("新锐组", "Rising") },
	];
	const regions = [
		{ id: "east", title: t("东部赛区（长三角）", "East (Yangtze delta)") },
		{ id: "south", title: t("南部赛区（深圳）", "South (Shenzhen)") },
		{ id: "west", title: t("西部赛区（重庆）", "West (Chongqing)") },
		{ id: "north", title: t("北部赛区（青岛）", "North (Qingdao)") },
	];
	const entries = makeEntries(r, 100, (i, r) => ({
		division: i < 69 ? "leading" : "rising",
		region: choose(r, regions, 1.3).id,
	}));
	const c = base("ciic-2020", t("第二届中国工业互联网大赛", "2nd China Industrial Internet Contest"), entries, {
		theme: t("创新引领 · 数字赋能 · 智造未来", "Innovation leads, data empowers, industry ahead"),
		edition: 2,
		divisions,
		regions,
		facts: [
			{ id: "teams", title: t("参赛团队", "Teams"), value: "1,457" },
			{ id: "people", title: t("参赛人数", "People"), value: "~7,000" },
			{ id: "companies", title: t("企业", "Companies"), value: "2,000+" },
			{ id: "provinces", title: t("省份", "Provinces"), value: "30" },
			{ id: "patents", title: t("专利", "Patents"), value: "2,745" },
			{ id: "copyrights", title: t("软件著作权", "Software copyrights"), value: "5,027" },
		],
		assumed: [
			t("四项标准的权重（35/30/20/15）", "Weights of the four criteria (35/30/20/15)"),
			t("去掉一个最高分和一个最低分", "That the highest and lowest sheets are dropped"),
			t("候补三名", "A reserve of three"),
		],
		scenes: [
			{ id: "quality", title: t("质量检测", "Quality inspection") },
			{ id: "energy", title: t("能耗优化", "Energy use") },
			{ id: "maintenance", title: t("设备运维", "Maintenance") },
		],
		packages: [
			{ id: "matching", title: t("产业对接", "Industry matching") },
			{ id: "investment", title: t("投资对接", "Investment matching") },
			{ id: "visits", title: t("地方考察", "Visits to host towns") },
		],
	});
	openStage(
		c,
		"registration",
		t("报名与分赛区选拔", "Registration and regional rounds"),
		"2020-06-01T00:00:00+08:00",
		"2020-10-20T18:00:00+08:00",
		t("四个赛区推荐 100 支团队", "Four regions send 100 teams"),
	);

	const groups = divisions.map((d) => ({
		...d,
		entries: entries.filter((e) => e.division === d.id),
		quota: d.id === "leading" ? 14 : 6,
		reserve: 3,
		tieAt:
			d.id === "leading"
				? [
						[14, 15],
						[31, 32],
					]
				: [],
	}));
	const run = runStage(c.ledger, r, "semifinal", groups);
	const [leading, rising] = run.lists;
	const [a, b] = [leading.rows[13], leading.rows[14]];
	const votes = PANEL("leading").map((x, i) => ({
		expert: x.id,
		order: i % 3 === 1 ? [b.entry, a.entry] : [a.entry, b.entry],
	}));
	const deliberation = {
		entries: [a.entry, b.entry],
		outcome: [a.entry, b.entry],
		places: 1,
		rule: "majority",
		votes,
		reason: "两个项目得分相同。专家回看了整场半决赛的表现，认为前者的现场数据更完整，问答更清楚。",
		supervisor: "supervisor-1",
	};
	deliberation.seal = c.ledger.add("tie.deliberate", "cli", deliberation);
	a.settled = b.settled = "deliberation";
	for (const row of leading.rows.filter((x) => x.tied && !x.settled)) row.settled = "solution";

	const gone = rising.rows[3];
	gone.fate = "withdrawn";
	const up = rising.rows[6];
	Object.assign(up, { fate: "advance", promoted: true });
	delete up.reserve;
	rising.cut_after = 7;
	rising.rows.slice(7, 9).forEach((row, i) => Object.assign(row, { fate: "reserve", reserve: i + 1 }));

	const stage = {
		id: "semifinal",
		title: t("半决赛", "Semi-final"),
		note: t("两个会场同时进行，现场打分", "Two parallel venues, marked on the spot"),
		kind: "panel",
		state: "published",
		starts: "2020-11-10T09:00:00+08:00",
		ends: "2020-11-11T18:00:00+08:00",
		entries: 100,
		advance: 20,
	};
	const award = {
		id: "finalist",
		title: t("半决赛优胜", "Semi-final winners"),
		stage: "semifinal",
		by: "rank",
		places: 20,
		winners: run.lists.flatMap((l) =>
			l.rows.filter((x) => x.fate === "advance").map((x) => ({ entry: x.entry, title: x.title, team: x.team })),
		),
	};
	const seal = c.ledger.add("result.publish", "cli", { stage: "semifinal", lists: [] });
	const withdrawn = c.ledger.add("entry.withdraw", "cli", {
		entry: gone.entry,
		reason: "团队自愿退出",
		moved: [{ stage: "semifinal", entry: up.entry }],
	});
	c.home.stages.push(stage);
	c.home.awards.push(award);
	c.stages.push({
		sheetsOf: run.sheetsOf,
		board: board(c, stage, {
			published: true,
			seal,
			lists: run.lists,
			awards: [award],
			deliberations: [deliberation],
			withdrawals: [{ entry: gone.entry, reason: "团队自愿退出", promoted: up.entry, seal: withdrawn }],
			quotas: [
				{ title: divisions[0].title, list: "leading", places: 14, taken: 14 },
				{ title: divisions[1].title, list: "rising", places: 6, taken: 6 },
			],
			heats: [
				{
					id: "leading",
					title: t("一号会场", "Venue A"),
					venue: t("余杭 · 一号厅", "Yuhang, Hall 1"),
					starts: "2020-11-10T09:00:00+08:00",
					pitch_s: 600,
					questions_s: 240,
					entries: 69,
					experts: experts(10, 3),
				},
				{
					id: "rising",
					title: t("二号会场", "Venue B"),
					venue: t("余杭 · 二号厅", "Yuhang, Hall 2"),
					starts: "2020-11-10T09:00:00+08:00",
					pitch_s: 720,
					questions_s: 480,
					entries: 31,
					experts: experts(10, 3),
				},
			],
		}),
	});
	const final = {
		id: "final",
		title: t("全国总决赛", "National final"),
		kind: "panel",
		state: "upcoming",
		entries: 20,
		advance: 0,
	};
	c.home.stages.push(final);
	c.stages.push({
		board: board(c, final, {
			lists: [
				{
					id: "all",
					title: t("总决赛", "Final"),
					rows: award.winners.map((w) => ({
						entry: w.entry,
						title: w.title,
						team: w.team,
						rank: 0,
						score: null,
						fate: "at-stake",
					})),
				},
			],
		}),
	});

	Object.assign(c.home.totals, { people: 412, experts: 26, sheets: 1300 });
	c.home.figures.push(
		figure("division", entries, "division", divisions),
		figure("region", entries, "region", regions),
		figure("province", entries, "province"),
		figure("industry", entries, "industry"),
		figure("funding", entries, "funding"),
		figure("degree", entries, "degree"),
	);
	return finish(c);
}

function guangdong() {
	const r = rng(2021);
	const entries = makeEntries(r, 22, () => ({ scene: choose(r, ["production", "interconnection", "warehousing"]) }));
	const c = base(
		"guangdong-2021",
		t("2021广东工业智造创新大赛", "2021 Guangdong Industrial Intelligent Manufacturing Contest"),
		entries,
		{
			theme: t("泛家居产业智造升级", "Smart upgrading of the home-furnishing industry"),
			facts: [
				{ id: "teams", title: t("参赛团队", "Teams"), value: "5,077" },
				{ id: "countries", title: t("国家和地区", "Countries and regions"), value: "16" },
			],
		},
	);
	openStage(c, "preliminary", t("初赛", "Preliminary"), "2021-01-10T00:00:00+08:00", "2021-03-01T00:00:00+08:00");
	const day = (n) => new Date(Date.now() + n * 86400000).toISOString().replace(/\.\d+Z/, "Z");
	const semi = {
		id: "semifinal",
		title: t("复赛", "Semi-final"),
		kind: "panel",
		state: "judging",
		starts: day(-0.1),
		ends: day(0.3),
		entries: 22,
		advance: 10,
	};
	const final = {
		id: "final",
		title: t("决赛", "Final"),
		kind: "panel",
		state: "upcoming",
		starts: day(12.4),
		ends: day(12.8),
		entries: 0,
		advance: 3,
	};
	c.home.stages.push(semi, final);
	c.stages.push(
		{
			board: board(c, semi, {
				heats: [
					{
						id: "hall",
						title: t("主会场", "Main hall"),
						starts: semi.starts,
						pitch_s: 720,
						questions_s: 300,
						entries: 22,
						experts: experts(6, 3),
					},
				],
				quotas: [{ title: t("全部", "All"), list: "all", places: 10, taken: 0 }],
				lists: [
					{
						id: "all",
						title: t("复赛", "Semi-final"),
						rows: entries.map((e) => ({
							entry: e.id,
							title: e.title,
							team: e.team,
							rank: 0,
							score: null,
							fate: "at-stake",
						})),
					},
				],
			}),
		},
		{ board: board(c, final) },
	);
	c.home.figures.push(figure("funding", entries, "funding"), figure("industry", entries, "industry"));
	Object.assign(c.home.totals, { experts: 9 });
	return finish(c);
}

function zhangjiang() {
	const r = rng(900);
	const tracks = Array.from({ length: 11 }, (_, i) => ({
		id: `t${i + 1}`,
		title: t(`专场赛 ${i + 1}`, `Stage contest ${i + 1}`),
	}));
	const entries = makeEntries(r, 130, (i) => ({ track: tracks[i % 11].id, country: i % 9 ? "中国" : "德国" }));
	const c = base(
		"zhangjiang-2021",
		t("第三届张江国际人工智能挑战赛", "3rd Zhangjiang International AI Challenge"),
		entries,
		{ theme: t("企业出题，全球答题", "Companies ask, the world answers"), edition: 3, tracks },
	);
	openStage(c, "registration", t("报名", "Registration"), "2021-05-01T00:00:00+08:00", "2021-07-01T00:00:00+08:00");
	const groups = tracks.map((x) => ({ ...x, entries: entries.filter((e) => e.track === x.id), quota: 2, reserve: 1 }));
	const run = runStage(c.ledger, r, "contests", groups, 3);
	const stage = {
		id: "contests",
		title: t("十一场专场赛", "Eleven stage contests"),
		kind: "panel",
		state: "published",
		starts: "2021-08-01T09:00:00+08:00",
		ends: "2021-09-12T18:00:00+08:00",
		entries: 130,
		advance: 28,
	};
	const pool = run.lists
		.flatMap((l) => l.rows.filter((x) => x.fate !== "advance"))
		.sort((x, y) => y.score - x.score)
		.slice(0, 6);
	for (const row of pool) Object.assign(row, { fate: "wild-card" });
	c.home.stages.push(stage);
	c.stages.push({
		sheetsOf: run.sheetsOf,
		board: board(c, stage, {
			published: true,
			seal: c.ledger.add("result.publish", "cli", { stage: "contests" }),
			lists: run.lists,
			rule: [
				t("偏离平均分三分以上的分数收拢到三分以内", "Marks further than three from the mean are pulled to three"),
				...RULE,
			],
			quotas: [
				...tracks.map((x) => ({ title: x.title, list: x.id, places: 2, taken: 2 })),
				{ title: t("外卡", "Wild cards"), places: 6, taken: 6, wild: true },
			],
		}),
	});
	c.home.figures.push(
		figure("track", entries, "track", tracks),
		figure("province", entries, "province"),
		figure("country", entries, "country"),
	);
	Object.assign(c.home.totals, { experts: 143, sheets: 1690 });
	return finish(c);
}

function empty() {
	const c = base("quiet-2022", t("尚未开始的大赛", "A contest not yet open"), [], { hosts: [], rehearsal: false });
	c.home.rehearsal = false;
	c.home.stages.push({
		id: "final",
		title: t("决赛", "Final"),
		kind: "panel",
		state: "upcoming",
		entries: 0,
		advance: 0,
	});
	c.stages.push({ board: board(c, c.home.stages[0], { rehearsal: false }) });
	return finish(c);
}

export const contests = () => [ciic(), guangdong(), zhangjiang(), empty()];
