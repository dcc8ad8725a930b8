// One answer of the API on a page: loaded when its source changes, refreshed by polling with its ETag,
// kept on screen when the connection breaks.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import { Problem, type Answer } from "../api/client";

type Load<T> = (etag: string | null, signal?: AbortSignal) => Promise<Answer<T>>;

export interface Resource<T> {
	data: ShallowRef<T | null>;
	problem: ShallowRef<Problem | null>; // why there is no data, or why it is not fresh
	slow: Ref<boolean>; // waited long enough to say so
	seenAt: Ref<number>; // when the data was last known to be current
	reload: () => void;
}

const POLL_MS = 10_000;
const SLOW_MS = 250;

export function useResource<T>(source: () => Load<T>, poll = false): Resource<T> {
	const data = shallowRef<T | null>(null);
	const problem = shallowRef<Problem | null>(null);
	const slow = ref(false);
	const seenAt = ref(0);
	let etag: string | null = null;
	let load: Load<T> | null = null;
	let control: AbortController | null = null;
	let timer: ReturnType<typeof setTimeout> | undefined;

	async function run(): Promise<void> {
		clearTimeout(timer);
		control?.abort();
		const mine = (control = new AbortController());
		const waiting = setTimeout(() => (slow.value = data.value === null), SLOW_MS);
		try {
			const answer = await load!(data.value ? etag : null, mine.signal);
			if (mine.signal.aborted) return;
			if (answer.data !== null) data.value = answer.data;
			etag = answer.etag;
			problem.value = null;
			seenAt.value = Date.now();
		} catch (cause) {
			if (mine.signal.aborted) return;
			problem.value = cause instanceof Problem ? cause : new Problem(0, "network", "");
			if (problem.value.status === 404) data.value = null;
		} finally {
			clearTimeout(waiting);
			if (!mine.signal.aborted) {
				slow.value = false;
				// A page that does not poll still tries again while it can't reach the server.
				if (poll || problem.value?.status === 0) timer = setTimeout(tick, POLL_MS);
			}
		}
	}

	function tick(): void {
		if (document.visibilityState === "visible") void run();
		else timer = setTimeout(tick, POLL_MS);
	}
	const wake = (): void => {
		if (problem.value?.status === 0) void run();
	};

	watch(
		source,
		(next) => {
			load = next;
			data.value = null;
			problem.value = null;
			etag = null;
			void run();
		},
		{ immediate: true },
	);
	addEventListener("online", wake);
	onScopeDispose(() => {
		control?.abort();
		clearTimeout(timer);
		removeEventListener("online", wake);
	});
	return { data, problem, slow, seenAt, reload: () => void run() };
}
