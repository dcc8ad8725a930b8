// Taking steps on a floor: one at a time, each with a key of its own that is kept while the same step is tried again, so that a
// broken line never takes it twice. When another manager was first, nothing is done; the page is told what they did.
import { ref, type Ref } from "vue";
import { Problem } from "../api/client";
import { getFloor, postStep, type Heat, type Step } from "../api/floor";
import { newKey } from "../api/staff";
import { whatChanged, type Did, type Floor } from "./floor";

export interface Steps {
	busy: Ref<boolean>;
	lost: Ref<boolean>; // the server can't be reached
	moved: Ref<{ what: Did | null } | null>; // another manager was first
	refused: Ref<Problem | null>;
	take: (step: Omit<Step, "step">) => Promise<boolean>;
	forget: () => void; // what was said
}

const TRIES = 3;
const PAUSE_MS = 700;
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export function useSteps(at: () => Heat, floor: Ref<Floor | null>, set: (floor: Floor) => void): Steps {
	const busy = ref(false);
	const lost = ref(false);
	const moved = ref<{ what: Did | null } | null>(null);
	const refused = ref<Problem | null>(null);
	const forget = (): void => {
		moved.value = null;
		refused.value = null;
	};

	async function send(step: Step): Promise<Floor> {
		const key = newKey();
		for (let n = 1; ; n++) {
			try {
				return (await postStep(at(), step, key))!;
			} catch (cause) {
				const again = cause instanceof Problem && (cause.status === 0 || cause.status >= 502);
				if (!again || n >= TRIES) throw cause;
				await wait(PAUSE_MS * n);
			}
		}
	}

	async function take(wanted: Omit<Step, "step">): Promise<boolean> {
		const before = floor.value;
		if (busy.value || !before) return false;
		busy.value = true;
		forget();
		try {
			set(await send({ ...wanted, step: before.step + 1 }));
			lost.value = false;
			return true;
		} catch (cause) {
			const problem = cause instanceof Problem ? cause : new Problem(0, "network", "");
			lost.value = problem.status === 0;
			if (problem.code === "floor.moved") {
				const now = (await getFloor(at())(null).catch(() => null))?.data;
				if (now) set(now);
				moved.value = { what: now ? whatChanged(before, now) : null };
			} else if (!lost.value) refused.value = problem;
			return false;
		} finally {
			busy.value = false;
		}
	}
	return { busy, lost, moved, refused, take, forget };
}
