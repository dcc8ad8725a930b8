// A floor's clock as a page shows it, every frame by the server's time; and its tones.
import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from "vue";
import {
	elapsed,
	limitOf,
	mood,
	passed,
	remaining,
	soonMs,
	spanText,
	timeText,
	type Floor,
	type Mood,
} from "./floor";
import { useNow } from "./onstage";

export interface Timer {
	running: ComputedRef<boolean>; // there is a clock
	text: ComputedRef<string>;
	mood: ComputedRef<Mood>;
	paused: ComputedRef<boolean>;
	counting: ComputedRef<boolean>; // a clock without a limit
	part: ComputedRef<number>; // of the time that is left, 0 … 1, in thousandths
	word: ComputedRef<"soon" | "minute" | "last" | "over" | "paused" | "counting" | "">;
	left: ComputedRef<number | null>;
}

export function useTimer(floor: () => Floor | null | undefined): Timer {
	const now = useNow();
	const clock = computed(() => floor()?.clock ?? null);
	const limit = computed(() => (clock.value ? limitOf(clock.value) : 0));
	const left = computed(() => {
		const f = floor();
		return f ? remaining(f, now.value) : null;
	});
	const text = computed(() => {
		const f = floor();
		if (!f?.clock) return "";
		return left.value === null ? spanText(Math.floor(elapsed(f, now.value) / 1000)) : timeText(left.value);
	});
	const state = computed<Mood>(() => (left.value === null ? "calm" : mood(left.value, limit.value)));
	const paused = computed(() => clock.value?.paused === true);
	const word = computed(() => {
		if (paused.value) return "paused";
		if (left.value === null) return clock.value ? "counting" : "";
		if (state.value === "soon") return soonMs(limit.value) === 60_000 ? "minute" : "soon";
		return state.value === "calm" ? "" : state.value;
	});
	return {
		running: computed(() => clock.value !== null),
		text,
		mood: state,
		paused,
		counting: computed(() => clock.value !== null && limit.value === 0),
		part: computed(() =>
			left.value === null ? 0 : Math.round((1000 * Math.max(0, left.value)) / (limit.value * 1000)) / 1000,
		),
		word,
		left,
	};
}

// Tones at 60 s, at 10 s and at the end. Browsers give sound only after somebody has asked for it by a click.
export function useTones(left: () => number | null): { on: Ref<boolean>; toggle: () => Promise<void> } {
	const on = ref(false);
	let audio: AudioContext | null = null;

	function tone(pitch: number, start: number, seconds: number): void {
		if (!audio) return;
		const at = audio.currentTime + start;
		const voice = audio.createOscillator();
		const volume = audio.createGain();
		voice.type = "sine";
		voice.frequency.value = pitch;
		volume.gain.setValueAtTime(0.0001, at);
		volume.gain.exponentialRampToValueAtTime(0.5, at + 0.02);
		volume.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
		voice.connect(volume).connect(audio.destination);
		voice.start(at);
		voice.stop(at + seconds + 0.05);
	}
	const play: Record<number, () => void> = {
		60_000: () => tone(660, 0, 0.5),
		10_000: () => (tone(660, 0, 0.25), tone(660, 0.35, 0.25)),
		0: () => (tone(523, 0, 0.35), tone(659, 0.25, 0.35), tone(784, 0.5, 0.9)),
	};
	watch(left, (after, before) => {
		const mark = on.value ? passed(before ?? null, after) : null;
		if (mark !== null) play[mark]?.();
	});
	async function toggle(): Promise<void> {
		on.value = !on.value;
		if (!on.value) return void (await audio?.suspend());
		audio ??= new AudioContext();
		await audio.resume();
		tone(660, 0, 0.15); // so that one hears that it can be heard
	}
	onScopeDispose(() => void audio?.close().catch(() => undefined));
	return { on, toggle };
}
