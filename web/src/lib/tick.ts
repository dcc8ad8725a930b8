// The server's time as a page shows it, looked at four times a second.
import { onScopeDispose, ref, type Ref } from "vue";
import { serverClock } from "./clock";

export function useNow(every = 250): Readonly<Ref<number>> {
	const now = ref(serverClock.now());
	const timer = setInterval(() => (now.value = serverClock.now()), every);
	onScopeDispose(() => clearInterval(timer));
	return now;
}
