// Takes what waits in the queue to the server: one sender at a time over all tabs, in order, with growing pauses.
import { baseOf, begin, due, onItsWay, settle, type Change, type Item, type Outcome } from "./queue";

export interface Store {
	// One transaction, on disk when it resolves (see `durable`); gives the items as they are after it.
	change(owner: string, make: (items: Item[]) => Change): Promise<Item[]>;
	read(owner: string): Promise<Item[]>;
}

export interface World {
	store: Store;
	post(item: Item): Promise<Outcome>; // never throws
	sign(item: Item, base: number): Promise<Item["signed"]>; // null: not signed
	// Runs while no other sender does. Taken away by `over`; a crash gives it back.
	alone(owner: string, run: (over: AbortSignal) => Promise<void>, stop: AbortSignal): void;
	pause(ms: number, over: AbortSignal): Promise<void>;
	told(items: Item[]): void; // after every change of an item
	chance(): number; // 0 … 1
}

const FIRST_MS = 1000;
const MOST_MS = 30_000;

export function pauseFor(failures: number, chance: number, after = 0): number {
	const step = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
	return Math.max(after * 1000, Math.round(step * (0.5 + chance / 2)));
}

export class Sender {
	private readonly stopped = new AbortController();
	private wake: (() => void) | null = null;
	private poked = false;

	constructor(
		private readonly owner: string,
		private readonly world: World,
	) {}

	start(): void {
		this.world.alone(this.owner, (over) => this.run(over), this.stopped.signal);
	}
	stop(): void {
		this.stopped.abort();
		this.poke();
	}
	// Something new waits, or the network came back: no need to pause on.
	poke(): void {
		this.poked = true;
		this.wake?.();
	}

	private async idle(over: AbortSignal, ms: number): Promise<void> {
		if (this.poked || over.aborted) return;
		const done = new AbortController();
		const woken = new Promise<void>((wake) => (this.wake = wake));
		over.addEventListener("abort", () => this.wake?.(), { once: true, signal: done.signal });
		await Promise.race(ms > 0 ? [woken, this.world.pause(ms, done.signal)] : [woken]);
		this.wake = null;
		done.abort();
	}

	private async run(over: AbortSignal): Promise<void> {
		let failures = 0;
		while (!over.aborted) {
			this.poked = false;
			const failed = await this.round(over);
			if (failed) await this.idle(over, pauseFor(++failures, this.world.chance(), failed.after));
			else {
				failures = 0;
				// Waits for a poke; looks again by itself now and then, should a poke have been lost.
				if (!over.aborted && !(await this.waits())) await this.idle(over, MOST_MS);
			}
		}
	}

	private waits = async (): Promise<boolean> => (await this.world.store.read(this.owner)).some(onItsWay);

	// Tries the first of each place once; the failure that it ended with, if any.
	private async round(over: AbortSignal): Promise<{ after: number } | null> {
		const waits: number[] = [];
		for (const item of due(await this.world.store.read(this.owner))) {
			if (over.aborted) return null;
			const outcome = await this.send(item);
			if (outcome?.kind !== "again") continue;
			waits.push(outcome.after ?? 0);
			if (outcome.all) break;
		}
		return waits.length > 0 ? { after: Math.max(...waits) } : null;
	}

	private async send(item: Item): Promise<Outcome | null> {
		const { store, told } = this.world;
		let items = await store.read(this.owner);
		const base = baseOf(items, item);
		const signed = item.base === null ? await this.world.sign(item, base) : item.signed;
		items = await store.change(this.owner, (now) => begin(now, item.id, base, signed));
		told(items);
		const ready = items.find((x) => x.id === item.id);
		if (!ready || ready.state !== "sending") return null; // another sender was quicker
		const outcome = await this.world.post(ready);
		told(await store.change(this.owner, (now) => settle(now, item.id, outcome)));
		return outcome;
	}
}
