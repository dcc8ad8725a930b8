// The page's state while somebody assigns: what is shown, what was changed, what the server says of it.
import { computed, ref, shallowRef, watch, type Ref } from "vue";
import { Problem } from "../api/client";
import { checkPairs, getAssignment, getOptions, getProposal, type Wish } from "../api/assign";
import * as assign from "./assign";
import type { AssignOption, Assignment, Edit, Fault, Pairs } from "./assign";

const CHECK_MS = 400;

export function useAssigning(contest: () => string, stage: () => string, current: Ref<Assignment | null>) {
	const proposal = shallowRef<Assignment | null>(null);
	const wish = shallowRef<Wish>({});
	const edit = shallowRef<Edit>(assign.edit(new Map()));
	const busy = ref(false);
	const problem = shallowRef<Problem | null>(null);
	const faults = shallowRef<Fault[] | null>(null); // null: not known yet
	const options = shallowRef(new Map<string, AssignOption[]>());
	let turn = 0;

	const shown = computed(() => proposal.value ?? current.value);
	const inForce = computed<Pairs>(() =>
		current.value && current.value.newest > 0 ? assign.pairsOf(current.value) : new Map<string, string[]>(),
	);
	const pairs = computed(() => assign.applied(edit.value));
	const changes = computed(() => assign.difference(inForce.value, pairs.value));

	const known = computed(() => {
		const fits = new Map<string, number>();
		for (const a of [current.value, proposal.value])
			for (const e of a?.entries ?? []) for (const p of e.pairs) fits.set(`${e.entry} ${p.expert}`, p.fit);
		for (const [entry, list] of options.value) for (const o of list) fits.set(`${entry} ${o.expert}`, o.fit);
		return fits;
	});
	const fits: assign.Fits = (entry, expert) => known.value.get(`${entry} ${expert}`);
	const standing = computed(() => shown.value && assign.standing(shown.value, pairs.value, fits));

	function start(a: Assignment | null): void {
		edit.value = assign.edit(a ? assign.pairsOf(a) : new Map());
		options.value = new Map();
		faults.value = null;
	}
	// An edit outlives a reload of what it began from, unless another version came into force.
	watch(
		current,
		(now, before) => {
			if (!now || proposal.value || (before && before.version === now.version && edit.value.done.length)) return;
			wish.value = {}; // the draw of the version in force goes on to count
			start(now);
		},
		{ immediate: true },
	);

	async function trying<T>(what: () => Promise<T>): Promise<T | null> {
		const mine = ++turn;
		busy.value = true;
		problem.value = null;
		try {
			return await what();
		} catch (cause) {
			if (mine === turn) problem.value = cause instanceof Problem ? cause : new Problem(0, "network", "");
			return null;
		} finally {
			if (mine === turn) busy.value = false;
		}
	}

	async function propose(wanted: Wish): Promise<void> {
		const answer = await trying(async () => (await getProposal(contest(), stage(), wanted)(null)).data);
		if (!answer) return;
		wish.value = wanted;
		const edited = edit.value.done.length > 0;
		proposal.value = answer;
		options.value = new Map();
		// What was edited before can be had back.
		if (edited) take(assign.pairsOf(answer));
		else start(answer);
	}
	async function version(n: number): Promise<Assignment | null> {
		return trying(async () => (await getAssignment(contest(), stage(), n)(null)).data);
	}
	function discard(): void {
		proposal.value = null;
		problem.value = null;
		wish.value = {};
		start(current.value);
	}
	function take(other: Pairs): void {
		edit.value = assign.become(edit.value, other);
	}
	async function loadOptions(entry: string): Promise<void> {
		if (options.value.has(entry)) return;
		const answer = await trying(async () => (await getOptions(contest(), stage(), entry)(null)).data);
		if (answer) options.value = new Map(options.value).set(entry, answer.options);
	}

	// Every change is held against all rules by the server, a moment later.
	let timer: ReturnType<typeof setTimeout> | undefined;
	watch([pairs, changes], () => {
		clearTimeout(timer);
		faults.value = null;
		if (!changes.value.length) return;
		timer = setTimeout(async () => {
			const asked = pairs.value;
			try {
				const answer = await checkPairs(contest(), stage(), assign.textsOf(asked), wish.value);
				if (asked === pairs.value) faults.value = answer?.faults ?? [];
			} catch (cause) {
				if (asked === pairs.value && cause instanceof Problem) problem.value = cause;
			}
		}, CHECK_MS);
	});

	return {
		proposal, wish, edit, busy, problem, faults, options, shown, inForce, pairs, changes, fits, standing,
		propose, version, discard, take, loadOptions,
		change: (c: assign.Change) => (edit.value = assign.change(edit.value, c)),
		undo: () => (edit.value = assign.undo(edit.value)),
		redo: () => (edit.value = assign.redo(edit.value)),
	};
}
export type Assigning = ReturnType<typeof useAssigning>;
