// What is on the expert's table: which heat and entry the page shows, and the change being written. Follows the stage
// until the expert looks elsewhere, and never takes an unfinished sheet from under their hands.
import { computed, ref, shallowRef, watch } from "vue";
import type { MarkingEntry, MarkingHeat } from "../api/marking";
import { heatKey, type Day } from "./day";
import { draftAt, sameContent, samePlace, type Content } from "./queue";
import { gateOf, missing, placeOf, sheetOf, totalOf } from "./sheet";

export function useDesktop(contest: string, day: Day) {
	const chosenHeat = ref<string | null>(null);
	const chosen = ref<string | null>(null); // an entry, while the expert looks elsewhere than at the stage

	const keyOf = (h: MarkingHeat): string => heatKey(h.stage.id, h.heat.id);
	const heats = computed(() => day.heats.value.filter((h) => h.entries.length > 0)); // a later stage may have nobody yet
	const heat = computed<MarkingHeat | null>(() => {
		const all = heats.value;
		return (
			all.find((h) => keyOf(h) === chosenHeat.value) ??
			all.find((h) => !h.locked && day.floors.value.get(keyOf(h))?.opened) ??
			all.find((h) => !h.locked && h.open) ??
			all.find((h) => !h.locked) ??
			all[0] ??
			null
		);
	});
	const floor = computed(() => (heat.value ? day.floors.value.get(keyOf(heat.value)) : undefined));

	// Nobody where no floor was opened: marks come in at any time there.
	const stage = computed<MarkingEntry | null>(() => {
		if (!floor.value?.opened) return null;
		const entries = heat.value?.entries ?? [];
		const on = (phases: string[]): MarkingEntry | undefined =>
			entries.filter((e) => phases.includes(e.phase)).sort((a, b) => b.turn - a.turn)[0];
		const now = on(["called", "pitching", "questions"]) ?? on(["marking", "locked", "revealed"]);
		return now && now.phase !== "locked" && now.phase !== "revealed" ? now : null;
	});
	const left = ref<string | null>(null); // who was on stage last: stays until somebody else comes
	const entry = computed<MarkingEntry | null>(() => {
		const entries = heat.value?.entries ?? [];
		return (
			entries.find((e) => e.entry === chosen.value) ??
			stage.value ??
			entries.find((e) => e.entry === left.value) ??
			entries.find((e) => !e.sheet && gateOf(heat.value!, e) !== "locked") ??
			entries[0] ??
			null
		);
	});
	const place = computed(() => (heat.value && entry.value ? placeOf(contest, heat.value, entry.value.entry) : null));
	const sheet = computed(() =>
		place.value && entry.value ? sheetOf(day.items.value, place.value, entry.value) : null,
	);
	const gate = computed(() => (heat.value && entry.value ? gateOf(heat.value, entry.value) : "shut"));

	watch(
		() => heat.value && keyOf(heat.value),
		() => (chosen.value = left.value = null),
	);
	watch(
		() => stage.value?.entry,
		(now) => {
			const before = left.value;
			left.value = now ?? before;
			if (!now || !before || now === before || chosen.value !== null || !heat.value) return;
			const last = heat.value.entries.find((e) => e.entry === before);
			if (!last) return;
			const { standing } = sheetOf(day.items.value, placeOf(contest, heat.value, before), last);
			const unmarked = standing === "none" && gateOf(heat.value, last) === "open";
			if (unmarked || standing === "draft" || standing === "conflict" || standing === "refused") chosen.value = before;
		},
		{ immediate: true },
	);

	// ---- writing: what the hand does shows at once, and goes to disk in its order; of a drag only the newest
	type Pending = { place: NonNullable<typeof place.value>; content: Content; saw: number };
	const pending = shallowRef<Pending | null>(null);
	const earlier: Pending[] = []; // of other entries, which the hand has left already
	let writing: Promise<void> | null = null;
	async function flush(): Promise<void> {
		for (let now = earlier.shift() ?? pending.value; now; now = earlier.shift() ?? pending.value) {
			const same = sheetOf(day.items.value, now.place, entryAt(now.place.subject)).inForce;
			if (same && sameContent({ ...now.content, reason: "" }, { ...same.content, reason: "" })) await day.drop(now.place);
			else await day.write(now.place, now.content, now.saw);
			if (pending.value === now) pending.value = null;
		}
	}
	const entryAt = (id: string): MarkingEntry =>
		heat.value?.entries.find((e) => e.entry === id) ?? { entry: id, sheet: null, phase: "waiting", turn: 0 };
	const flushed = (): Promise<void> => (writing ??= flush().finally(() => (writing = null)));

	const content = computed<Content | null>(() =>
		pending.value && pending.value.place.subject === place.value?.subject
			? pending.value.content
			: (sheet.value?.content ?? null),
	);
	function change(part: Partial<Content>): Promise<void> {
		if (!place.value || !content.value || !sheet.value) return Promise.resolve();
		const next = { place: place.value, content: { ...content.value, ...part }, saw: sheet.value.saw };
		if (pending.value && !samePlace(pending.value.place, next.place)) earlier.push(pending.value);
		pending.value = next;
		return flushed();
	}

	const draft = computed(() => pending.value !== null || sheet.value?.draft != null);
	return {
		heats,
		heat,
		floor,
		stage,
		entry,
		place,
		sheet,
		gate,
		content,
		draft,
		chosen,
		chosenHeat,
		keyOf,
		lacks: computed(() => (heat.value && content.value ? missing(heat.value, content.value) : [])),
		total: computed(() => (heat.value && content.value ? totalOf(heat.value, content.value) : null)),
		open: (id: string | null) => void (chosen.value = id !== null && id === stage.value?.entry ? null : id),
		change,
		async handIn(): Promise<void> {
			const here = place.value; // the stage may move on while the disk writes
			await flushed();
			const ready = here && draftAt(day.items.value, here);
			if (ready) await day.handIn(ready.id);
		},
		drop: () => place.value && day.drop(place.value),
		async recuse(reason: string): Promise<void> {
			const here = place.value;
			await change({ marks: {}, comment: "", recused: true, reason });
			const ready = here && draftAt(day.items.value, here);
			if (ready) await day.handIn(ready.id);
		},
	};
}
export type Desktop = ReturnType<typeof useDesktop>;
