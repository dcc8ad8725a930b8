// One sender over all tabs: whoever holds the Web Lock. The tab that comes into view takes it, since one in the
// background may have been put to sleep with the lock in its hand; sending twice under one key does no harm.
type Run = (over: AbortSignal) => Promise<void>;

const AFTER_FAULT_MS = 1000;

export function alone(owner: string, run: Run, stop: AbortSignal): void {
	const locks = globalThis.navigator?.locks;
	if (!locks) {
		void run(stop).catch(() => undefined);
		return;
	}
	let wanting = new AbortController();
	let holds = false;

	function enter(steal: boolean): void {
		const want = (wanting = new AbortController());
		const over = new AbortController();
		const end = (): void => over.abort();
		let failed = false;
		const hold = async (): Promise<void> => {
			if (want.signal.aborted || stop.aborted) return;
			holds = true;
			stop.addEventListener("abort", end, { once: true, signal: over.signal });
			await run(over.signal).catch(() => (failed = true));
		};
		locks
			.request(`leitai-queue/${owner}`, steal ? { steal } : { signal: want.signal }, hold)
			.catch(() => undefined) // taken by another tab, or no longer wanted
			.then(() => {
				end();
				if (want.signal.aborted || stop.aborted) return;
				holds = false;
				setTimeout(() => !want.signal.aborted && !stop.aborted && enter(false), failed ? AFTER_FAULT_MS : 0);
			});
	}

	enter(false);
	stop.addEventListener("abort", () => wanting.abort(), { once: true });
	globalThis.document?.addEventListener(
		"visibilitychange",
		() => {
			if (document.visibilityState !== "visible" || holds) return;
			wanting.abort();
			enter(true);
		},
		{ signal: stop },
	);
}
