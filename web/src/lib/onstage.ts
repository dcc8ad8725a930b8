// Pages that follow the day: the floor of a heat, what the hall may see of a stage, the schedule. What came last stays on
// screen while the server is away, and the page never gives up asking.
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import { getFloor, getSchedule, getScreen, type Heat, type Schedule, type Screen } from "../api/floor";
import { Problem } from "../api/client";
import { applyEvent, isNewer, type Floor, type FloorEvent, type ShowEvent } from "./floor";
import { serverClock, useEvents, type LiveState } from "./live";

export interface Followed<T> {
	data: ShallowRef<T | null>;
	problem: ShallowRef<Problem | null>; // of the newest try
	away: Ref<boolean>; // what is shown may be old
	reload: () => void;
}

const AWAY_MS = 5000; // a hiccup is no news
const SOON_MS = 250; // one reload for several events

// True once a condition has held for a while; false at once.
function lasting(condition: () => boolean): Ref<boolean> {
	const held = ref(false);
	let timer: ReturnType<typeof setTimeout> | undefined;
	watch(
		condition,
		(now) => {
			clearTimeout(timer);
			if (now) timer = setTimeout(() => (held.value = true), AWAY_MS);
			else held.value = false;
		},
		{ immediate: true },
	);
	onScopeDispose(() => clearTimeout(timer));
	return held;
}

function isAway(state: Readonly<Ref<LiveState>>, problem: ShallowRef<Problem | null>): Ref<boolean> {
	// A stream that has died in silence is found out late; the browser knows of a pulled cable at once.
	const wired = ref(navigator.onLine);
	const look = (): void => void (wired.value = navigator.onLine);
	for (const name of ["online", "offline"]) addEventListener(name, look);
	onScopeDispose(() => ["online", "offline"].forEach((name) => removeEventListener(name, look)));
	return lasting(
		() => !wired.value || state.value === "offline" || (state.value !== "live" && problem.value?.status === 0),
	);
}

const asProblem = (cause: unknown): Problem =>
	cause instanceof Problem ? cause : new Problem(0, "network", String(cause));

// Something of the contest that is loaded anew whenever an event touches it.
function useKept<T extends { now: string }>(
	contest: () => string,
	source: () => (() => Promise<T>) | null,
	touching: readonly ("floor" | "progress" | "show" | "stage" | "heat" | "tie")[],
): Followed<T> {
	const data = shallowRef(null) as ShallowRef<T | null>;
	const problem = shallowRef<Problem | null>(null);
	let soon: ReturnType<typeof setTimeout> | undefined;
	async function load(): Promise<void> {
		const ask = source();
		if (!ask) return;
		try {
			const got = await ask();
			serverClock.hear(got.now);
			if (source() === ask) data.value = got;
			problem.value = null;
		} catch (cause) {
			problem.value = asProblem(cause);
			throw cause;
		}
	}
	const touched = (): void => {
		clearTimeout(soon);
		soon = setTimeout(() => live.reload(), SOON_MS);
	};
	const live = useEvents(contest, { load, ...Object.fromEntries(touching.map((name) => [name, touched])) });
	watch(source, () => {
		data.value = null;
		live.reload();
	});
	onScopeDispose(() => clearTimeout(soon));
	return { data, problem, away: isAway(live.state, problem), reload: live.reload };
}

// `onShow`: a score of this stage is shown now, while the page looks on.
export function useFloor(at: () => Heat | null, onShow?: (event: ShowEvent) => void): Followed<Floor> & {
	set: (floor: Floor) => void; // what a step of one's own answered
} {
	const data = shallowRef<Floor | null>(null);
	const problem = shallowRef<Problem | null>(null);
	const key = computed(() => {
		const heat = at();
		return heat ? `${heat.contest}/${heat.stage}/${heat.heat}` : "";
	});
	const set = (floor: Floor): void => {
		if (!data.value || isNewer(floor, data.value)) data.value = floor;
	};
	async function load(): Promise<number | void> {
		const heat = at();
		const mine = key.value;
		if (!heat) return;
		try {
			const floor = (await getFloor(heat)(null)).data!;
			serverClock.hear(floor.now);
			if (key.value !== mine) return;
			set(floor);
			problem.value = null;
			return floor.event;
		} catch (cause) {
			if (key.value === mine) problem.value = asProblem(cause);
			throw cause;
		}
	}
	const apply = (event: FloorEvent): void => {
		if (data.value) data.value = applyEvent(data.value, event);
	};
	const handlers = Object.fromEntries(
		(["floor", "progress", "heat"] as const).map((name) => [
			name,
			(told: unknown, id: number) => apply({ name, data: told, id }),
		]),
	);
	const live = useEvents(() => at()?.contest ?? "", {
		load,
		...handlers,
		show(told, id) {
			apply({ name: "show", data: told, id });
			if (told.stage === at()?.stage) onShow?.(told);
		},
	});
	watch(key, () => {
		data.value = null;
		problem.value = null;
		live.reload();
	});
	return { data, problem, away: isAway(live.state, problem), reload: live.reload, set };
}

export function useScreen(at: () => { contest: string; stage: string } | null): Followed<Screen> {
	const key = computed(() => {
		const a = at();
		return a ? JSON.stringify([a.contest, a.stage]) : "";
	});
	const source = computed(() => {
		if (!key.value) return null;
		const [contest, stage] = JSON.parse(key.value) as [string, string];
		return async () => (await getScreen(contest, stage)(null)).data!;
	});
	return useKept(
		() => at()?.contest ?? "",
		() => source.value,
		["show", "stage", "heat"],
	);
}

export function useSchedule(contest: () => string): Followed<Schedule> {
	const source = computed(() => {
		const id = contest();
		return async () => (await getSchedule(id)(null)).data!;
	});
	return useKept(contest, () => source.value, ["floor", "stage", "heat", "show"]);
}

// The time by the server's clock, moved on with the screen's own refresh, or every so many milliseconds.
export function useNow(every = 0): Readonly<Ref<number>> {
	const now = ref(serverClock.now());
	let frame = 0;
	let timer: ReturnType<typeof setInterval> | undefined;
	const step = (): void => {
		now.value = serverClock.now();
		frame = requestAnimationFrame(step);
	};
	if (every > 0) timer = setInterval(() => (now.value = serverClock.now()), every);
	else frame = requestAnimationFrame(step);
	onScopeDispose(() => {
		cancelAnimationFrame(frame);
		clearInterval(timer);
	});
	return now;
}

