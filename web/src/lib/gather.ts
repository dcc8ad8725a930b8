// The gathering of a contest on a page, asked for again every few seconds: a phone and the wall want to know soon, and the
// server answers from memory while nothing changes.
import { onBeforeUnmount, onMounted } from "vue";
import { getGathering, type Gathering } from "../api/gathering";
import { useResource, type Resource } from "./resource";

const EACH_MS = 2500;

export function useGathering(contest: () => string): Resource<Gathering> {
	const found = useResource(() => getGathering(contest()));
	let timer: ReturnType<typeof setInterval> | undefined;
	onMounted(() => (timer = setInterval(() => document.visibilityState === "visible" && found.reload(), EACH_MS)));
	onBeforeUnmount(() => clearInterval(timer));
	return found;
}

// As people read it aloud: in two halves.
export const spoken = (code: string): string => code.replace(/^(.{4})(.+)$/, "$1-$2");
export const joinUrl = (contest: string, code: string): string =>
	`${location.origin}/c/${encodeURIComponent(contest)}/draws/join#${spoken(code)}`;
