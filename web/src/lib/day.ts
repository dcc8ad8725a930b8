// An expert's day on a page: what the server said last, what this browser holds, and the two laid over each other.
// Everything shows at once from what is kept here; the network only ever adds to it.
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import { Problem } from "../api/client";
import {
	enrolDevice,
	getFloor,
	getMarking,
	getTies,
	post,
	type Floor,
	type FloorTold,
	type Marking,
	type MarkingEntry,
	type MarkingHeat,
	type Tie,
} from "../api/marking";
import { alone } from "./alone";
import { openDevice, sheetText, sign, type Device } from "./device";
import { CarefulStore, DiskStore, getKept, openKeep, putKept, type Trouble } from "./keep";
import { useEvents } from "./live";
import {
	decide,
	discard,
	edit,
	onItsWay,
	outcomeOf,
	recognise,
	setAside,
	submit,
	type Change,
	type Content,
	type Item,
	type Outcome,
	type Place,
} from "./queue";
import { Sender } from "./sender";
import { contentOf } from "./sheet";

export const newName = (): string =>
	Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
export const heatKey = (stage: string, heat: string): string => `${stage}/${heat}`;

export type Signing = "unknown" | "on" | "off";

export function useDay(contest: string) {
	const answer = shallowRef<Marking | null>(null);
	const items = shallowRef<Item[]>([]);
	const floors = shallowRef<ReadonlyMap<string, Floor | FloorTold>>(new Map());
	const ties = shallowRef<{ stage: string; ties: Tie[] }[]>([]);
	const ready = ref(false); // what is kept here was read
	const trouble = ref<Trouble>(null);
	const persisted = ref<boolean | null>(null);
	const signing = ref<Signing>("unknown");
	const deviceKey = ref("");
	const session = ref<"unknown" | "in" | "out" | "other">("unknown");
	const denied = shallowRef<Problem | null>(null); // signed in, but not as an expert here
	const offlineSince = ref<number | null>(null);

	let db: IDBDatabase | null = null;
	let store: CarefulStore | null = null;
	let sender: Sender | null = null;
	let device: Device | null = null;
	let enrolled = false;
	let owner = "";
	let channel: BroadcastChannel | null = null;
	let gone = false;

	const expert = (): string => owner.slice(owner.indexOf("/") + 1);
	const offline = (yes: boolean): void => {
		if (!yes) offlineSince.value = null;
		else offlineSince.value ??= Date.now(); // for the eye only
	};

	// ---- the queue
	function show(now: Item[]): void {
		items.value = now;
		channel?.postMessage("changed");
	}
	async function change(make: (now: Item[]) => Change): Promise<Item[]> {
		const now = await store!.change(owner, make);
		show(now);
		return now;
	}
	async function reread(): Promise<void> {
		if (store && owner) items.value = await store.read(owner).catch(() => items.value);
	}

	let enrolling: Promise<Outcome | null> | null = null;
	const enrolOnce = (): Promise<Outcome | null> => (enrolling ??= enrol().finally(() => (enrolling = null)));
	async function enrol(): Promise<Outcome | null> {
		if (!device || enrolled) return null;
		try {
			await enrolDevice(contest, expert(), device.key);
			enrolled = true;
		} catch (cause) {
			const { status, code, detail } = cause instanceof Problem ? cause : new Problem(0, "network", "");
			const outcome = outcomeOf({ status, code, detail });
			if (outcome.kind === "again") return outcome;
			device = null; // the server does not take it: sheets go unsigned
			signing.value = "off";
			deviceKey.value = "";
		}
		return null;
	}

	async function take(who: string): Promise<void> {
		if (owner === who) return;
		sender?.stop();
		channel?.close();
		owner = who;
		enrolled = false;
		items.value = [];
		channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`leitai-queue/${owner}`);
		if (channel)
			channel.onmessage = () => {
				void reread();
				sender?.poke();
			};
		await reread();
		device = await openDevice(db, owner);
		signing.value = device ? "on" : "off";
		deviceKey.value = device?.key ?? "";
		if (gone || owner !== who) return;
		sender = new Sender(owner, {
			store: store!,
			alone,
			async post(item) {
				const first = item.signed ? await enrolOnce() : null;
				const sent = item.signed && !enrolled && !first ? { ...item, signed: null } : item;
				const outcome = first ?? (await post(sent, expert()));
				heard(outcome);
				return outcome;
			},
			sign: async (item, base) =>
				device && item.kind === "sheet" ? sign(device, sheetText(item, expert(), base)) : null,
			pause: (ms, over) =>
				new Promise((done) => {
					const timer = setTimeout(done, ms);
					over.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
				}),
			told: show,
			chance: Math.random,
		});
		sender.start();
	}

	function heard(outcome: Outcome): void {
		if (outcome.kind === "again") {
			const { status, code } = outcome.problem;
			if (status === 0) offline(true);
			if (status === 401) session.value = code === "sign-in.other" ? "other" : "out";
			return;
		}
		offline(false);
		session.value = "in";
		if (outcome.kind === "conflict") void load().catch(() => undefined);
	}

	// ---- what the server says
	async function load(): Promise<void> {
		await opened;
		let now: Marking;
		try {
			now = await getMarking(contest);
		} catch (cause) {
			const problem = cause instanceof Problem ? cause : new Problem(0, "network", "");
			offline(problem.status === 0);
			if (problem.status === 401) session.value = "out";
			else if (problem.status === 403 || problem.status === 404) denied.value = problem;
			throw problem;
		}
		if (gone) return;
		offline(false);
		denied.value = null;
		session.value = "in";
		await take(`${contest}/${now.expert.id}`);
		if (device && now.keys.includes(device.key)) enrolled = true;
		void enrolOnce();
		answer.value = now;
		void putKept(db, `owner/${contest}`, owner);
		void putKept(db, `marking/${owner}`, now);
		void putKept(db, "last", contest);
		await settleKnown(now);
		sender?.poke();
		await Promise.all([loadFloors(now), loadTies(now)]);
	}
	// A conflict with one's own sheet is none.
	async function settleKnown(now: Marking): Promise<void> {
		for (const item of items.value.filter((x) => x.state === "conflict" && x.kind === "sheet")) {
			const heat = now.heats.find((h) => h.stage.id === item.stage && h.heat.id === item.heat);
			const sheet = heat?.entries.find((e) => e.entry === item.subject)?.sheet;
			if (sheet)
				await change((all) => recognise(all, item, { content: contentOf(sheet), version: sheet.version, receipt: sheet }));
		}
	}
	async function loadFloors(now: Marking): Promise<void> {
		const next = new Map<string, Floor | FloorTold>(floors.value);
		await Promise.all(
			now.heats
				.filter((h) => !h.locked)
				.map(async ({ stage, heat }) => {
					const floor = await getFloor(contest, stage.id, heat.id).catch(() => null);
					if (floor) next.set(heatKey(stage.id, heat.id), floor);
				}),
		);
		floors.value = next;
	}
	async function loadTies(now: Marking): Promise<void> {
		const stages = [...new Set(now.heats.map((h) => h.stage.id))];
		const all = await Promise.all(
			stages.map(async (stage) => ({ stage, ties: await getTies(contest, stage).then((x) => x.ties, (): Tie[] => []) })),
		);
		ties.value = all;
	}

	const opened = (async () => {
		db = await openKeep().catch(() => null);
		store = new CarefulStore(db ? new DiskStore(db) : null, (t) => (trouble.value = t));
		const who = await getKept<string>(db, `owner/${contest}`);
		if (who && !gone) {
			answer.value = await getKept<Marking>(db, `marking/${who}`);
			await take(who);
		}
		ready.value = true;
		if (navigator.storage?.persisted) persisted.value = await navigator.storage.persisted().catch(() => null);
	})();

	const live = useEvents(contest, {
		load,
		floor(data: FloorTold) {
			floors.value = new Map(floors.value).set(heatKey(data.stage.id, data.heat.id), data);
		},
		heat: () => void load().catch(() => undefined),
		stage: () => void load().catch(() => undefined),
		tie: () => answer.value && void loadTies(answer.value),
	});
	watch(live.state, (state) => {
		if (state === "offline") offline(true);
		else if (state === "live") {
			offline(false);
			sender?.poke();
		}
	});

	const wake = (): void => {
		if (document.visibilityState !== "visible") return;
		sender?.poke();
		if (offlineSince.value !== null) live.reload();
	};
	const cut = (): void => offline(true);
	addEventListener("online", wake);
	addEventListener("offline", cut);
	document.addEventListener("visibilitychange", wake);
	onScopeDispose(() => {
		gone = true;
		sender?.stop();
		channel?.close();
		removeEventListener("online", wake);
		removeEventListener("offline", cut);
		document.removeEventListener("visibilitychange", wake);
		void opened.then(() => db?.close());
	});

	// Phases as the floor tells them, newer than the answer's.
	const heats = computed<MarkingHeat[]>(() =>
		(answer.value?.heats ?? []).map((h) => {
			const floor = floors.value.get(heatKey(h.stage.id, h.heat.id));
			if (!floor?.opened) return h;
			const rows = new Map(floor.order.map((o) => [o.entry, o]));
			const entries = h.entries.map((e): MarkingEntry => {
				const row = rows.get(e.entry);
				return row ? { ...e, phase: row.phase, turn: row.turn } : e;
			});
			const locked = h.locked || floor.locked;
			return { ...h, locked, open: !locked, entries };
		}),
	);

	async function persist(): Promise<void> {
		if (persisted.value === null && navigator.storage?.persist)
			persisted.value = await navigator.storage.persist().catch(() => false);
	}

	return {
		answer,
		heats,
		items,
		floors,
		ties,
		ready,
		trouble,
		persisted,
		signing,
		deviceKey,
		session,
		denied,
		offlineSince,
		live,
		waiting: computed(() => items.value.filter(onItsWay).length),
		reload: () => live.reload(),
		async write(place: Place, content: Content, saw: number): Promise<void> {
			await change((now) => edit(now, owner, place, content, saw, newName()));
			void persist();
		},
		drop: (place: Place) => change((now) => discard(now, place)),
		async handIn(id: string): Promise<void> {
			await change((now) => submit(now, id));
			sender?.poke();
		},
		async choose(place: Place, mine: string | null, saw: number): Promise<void> {
			await change((now) => decide(now, place, mine, saw, newName()));
			sender?.poke();
		},
		setAside: (id: string) => change((now) => setAside(now, id)),
	};
}
export type Day = ReturnType<typeof useDay>;
