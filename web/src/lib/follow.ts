// Looks again when something happens in the contest; where no stream can be had, as often as live.ts polls.
import { onScopeDispose, type Ref } from "vue";
import { useEvents, type EventName, type LiveState } from "./live";

const SOON_MS = 250; // a burst of events is one look

export function useFollow(
	contest: () => string,
	names: readonly EventName[],
	again: () => void,
): Readonly<Ref<LiveState>> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let first = true;
	const soon = (): void => {
		clearTimeout(timer);
		timer = setTimeout(again, SOON_MS);
	};
	onScopeDispose(() => clearTimeout(timer));
	const handlers = Object.fromEntries(names.map((name) => [name, soon]));
	return useEvents(contest, {
		...handlers,
		// The page loads by itself at first; later this is asked for when something may have been missed.
		load: async () => {
			if (first) first = false;
			else again();
		},
	}).state;
}
