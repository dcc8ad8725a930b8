// How experts judge, made up for the mock from a board and a panel: the shape of the answer with numbers of the right size, no model.
const wave = (n) => Math.sin(n * 12.9898) * 0.5 + Math.sin(n * 4.1414) * 0.5;
const four = (x) => Math.round(x * 1e4) / 1e4;

export function judgingOf(board, list, ids, state) {
	const rows = list.rows.filter((r) => r.score != null);
	const experts = ids.map(({ id, class: group }, j) => {
		const severity = four(2.2 * wave(j + 1) + (j === 3 ? 2 : 0));
		const shift = j === 1 ? 2.4 : wave(j + 40);
		return {
			expert: id, class: group, sheets: rows.length, recused: 0, mean: four(80 - severity), sd: 4.1, spread: four(1 + 0.2 * wave(j + 9)),
			same: four(0.15 + 0.05 * wave(j)), linked: 0, linked_residual: null, severity, se: 0.4, among: 0.3,
			scatter: four(1 + 0.3 * wave(j + 5)), scatter_z: four(wave(j + 5)),
			drift: [0, 1].map((session) => ({
				session, sheets: 8, severity: four(severity + (session ? 0.5 : -0.5) * shift), se: 0.35,
				shift: four(session ? shift : -shift), shift_se: 0.6, z: four((session ? shift : -shift) / 0.6), alarm: Math.abs(shift / 0.6) > 2.58,
			})),
		};
	});
	const inside = list.cut_after ?? Math.floor(rows.length / 2);
	const at = (rows[inside - 1].score + rows[inside].score) / 2;
	const entries = rows.map((r, i) => {
		const stands = four(r.score + 0.3 * wave(i + 20));
		return {
			entry: r.entry, title: r.title, heat: r.heat, sheets: experts.length, raw: r.raw_mean, official: r.score, group: 0, adjusted: stands, se: 0.5, stands,
			among: 0.4, chance: four(1 / (1 + Math.exp(-4 * (stands - at)))),
			marks: experts.map((x, j) => {
				const left = 1.4 * wave(i * 31 + j * 7);
				return [j, four(stands - x.severity + left), Math.round(left * 100) / 100, Math.round((left / 1.1) * 100) / 100];
			}),
		};
	});
	entries.sort((a, b) => b.stands - a.stands);
	const open = entries.filter((e) => e.chance > 0.05 && e.chance < 0.95);
	return {
		stage: board.stage.id, title: board.stage.title, state, utc_offset: board.utc_offset ?? 480, decimals: 2, low_wins: false,
		sheets: rows.length * experts.length,
		groups: [{
			entries: rows.length, experts: experts.map((x) => x.expert), no_fit: { code: "judging.categories", text: "65 different marks were given." },
			severity: { noise: 1.3, spread: 1.4, separation: 4.2, strata: 5.9, reliability: 0.95, chi2: 210.4, freedom: experts.length - 1, chi2_z: 9.1, complete: true },
		}],
		sessions: [{ heat: "leading", title: { zh: "上午场", en: "Morning" } }, { heat: "rising", title: { zh: "下午场", en: "Afternoon" } }],
		experts, entry_count: entries.length, on_scale: true, corrected: false, entries,
		cuts: [{ title: list.title, group: 0, places: inside, inside, contenders: entries.length, at: four(at), first: 0, entries: entries.map((e) => e.entry) }],
		uncut: [], open: open.length,
		further: open.slice(0, 20).map((e) => ({ entry: e.entry, chance: e.chance, distance: 0.5, among: e.among, experts: [{ expert: experts[0].expert, among: 0.38 }] })),
		unusual: [],
	};
}
