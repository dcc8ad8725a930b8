// Conflicts of interest and an expert's interests, made up for one contest of the mock's desk.
const at = "2026-04-20T08:00:00Z";
const said = (ground, detail, source = "computed") => ({ ground, source, state: "found", detail, at });

export function conflictsMock(day, { json, empty, problem, log }) {
	const entries = day.full.lists.flatMap((l) => l.rows).slice(0, 24);
	const title = (e) => ({ id: e.entry, title: e.title, team: e.team, organisation: "" });
	const expert = (n, name, organisation) => ({ id: `J-0${n}`, name, organisation });
	const one = expert(1, "陈怀瑾", "清华大学"), two = expert(2, "Maria Lindqvist", "Siemens AG");
	const pair = (i, who, ...evidence) => ({ entry: title(entries[i]), expert: who, state: "found", evidence });
	const pairs = [
		pair(0, one, said("organisation", { entry: "清华大学自动化系", expert: "清华大学", how: "department" })),
		pair(1, one, said("publication", { words: "两篇共同署名论文", since: "2023-05" }, "imported")),
		pair(2, two, said("organisation", { entry: "Siemens Healthineers", expert: "Siemens AG", how: "similar" })),
		pair(3, two, said("parent", { entry: "库卡机器人", expert: "美的集团", how: "parent", via: "美的集团" }), said("mail", { entry: "a@midea.com", expert: "b@cn.midea.com", how: "domain" })),
	];
	const wants = new Map();
	const rule = (p, confirmed, reason, actor = "account:1") => {
		p.state = confirmed ? "confirmed" : "overruled";
		for (const e of p.evidence) e.state = p.state;
		p.ruling = { confirmed, actor, at: new Date().toISOString(), seq: day.c.ledger.lines.length, ...(reason ? { reason } : {}) };
		log("conflict.rule", "chair", {});
	};
	const count = (state) => pairs.filter((p) => p.state === state).length;
	const all = (q) => ({
		contest: day.c.id, title: day.c.home.title, over: false, entries: entries.length, experts: 2, organisations: 2,
		counts: { found: count("found"), confirmed: count("confirmed"), overruled: count("overruled"), back: 0 },
		pairs: pairs.filter((p) => (!q.get("state") || p.state === q.get("state")) && (!q.get("ground") || p.evidence.some((e) => e.ground === q.get("ground"))) && (!q.get("q") || JSON.stringify(p).includes(q.get("q")))),
		total: pairs.length,
	});
	const interests = () => ({
		contest: day.c.id, title: day.c.home.title, over: false, divisions: day.c.home.divisions, tracks: day.c.home.tracks, expert: one,
		entries: entries.map((e) => {
			const p = pairs.find((x) => x.entry.id === e.entry && x.expert === one);
			return { entry: e.entry, title: e.title, team: e.team, organisation: "", fields: "", want: wants.get(e.entry) ?? "any", ...(p ? { conflict: { state: p.state, evidence: p.evidence } } : {}) };
		}),
	});

	return (req, res, [room, entry, what], query, body) => {
		if (room === "interests" && !entry) return json(res, interests());
		if (room === "interests") {
			if (what === "preference") return wants.set(entry, body.want), empty(res);
			let p = pairs.find((x) => x.entry.id === entry && x.expert === one);
			if (what === "conflict" && !p) pairs.push((p = pair(entries.findIndex((e) => e.entry === entry), one)));
			if (what === "conflict") return p.evidence.push(said("declared", { ground: body.ground, words: body.words ?? "" }, "declared")), rule(p, true, "", "expert"), empty(res);
			p.evidence.find((e) => e.source === "declared").detail.back = body.words ?? "";
			return empty(res);
		}
		if (entry === "compute") return json(res, { entries: entries.length, experts: 2, pairs: 4, added: 0, gone: 0, undecided: count("found") });
		if (entry !== "rulings") return json(res, all(query));
		if (!body.confirmed && !body.reason) return problem(res, 400, "conflict.reason");
		const chosen = body.pairs
			? pairs.filter((p) => body.pairs.some((b) => b.entry === p.entry.id && b.expert === p.expert.id))
			: pairs.filter((p) => p.state === "found" && p.evidence.some((e) => e.ground === body.ground && e.detail.how !== "similar"));
		for (const p of chosen) rule(p, body.confirmed, body.reason);
		return json(res, { ruled: chosen.length });
	};
}
