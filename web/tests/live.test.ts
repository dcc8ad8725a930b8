import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ServerClock } from "../src/lib/clock";
import { Hub, Subscriber, type Handlers, type HubOptions } from "../src/lib/live";
import { Stream, type StreamEvents } from "../src/lib/stream";

// ---- a server that keeps events, and browsers' parts as they behave
class FakeSource {
	static all: FakeSource[] = [];
	listeners = new Map<string, ((event: MessageEvent) => void)[]>();
	closed = false;
	constructor(readonly url: string) {
		FakeSource.all.push(this);
	}
	addEventListener(name: string, listener: (event: MessageEvent) => void): void {
		this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
	}
	close(): void {
		this.closed = true;
	}
	send(name: string, data: unknown = {}, id: number | "" = ""): void {
		if (this.closed) return;
		const event = { data: JSON.stringify(data), lastEventId: String(id) } as MessageEvent;
		for (const listener of this.listeners.get(name) ?? []) listener(event);
	}
	hello(id: number): void {
		this.send("time", { now: "2026-01-01T00:00:00.000Z" }, id);
	}
}
const open = (url: string): FakeSource => new FakeSource(url);
const living = (): FakeSource[] => FakeSource.all.filter((s) => !s.closed);
const newest = (): FakeSource => FakeSource.all[FakeSource.all.length - 1]!;

class FakeChannel {
	static all: FakeChannel[] = [];
	onmessage: ((event: MessageEvent) => void) | null = null;
	deaf = false;
	constructor() {
		FakeChannel.all.push(this);
	}
	postMessage(word: unknown): void {
		for (const other of FakeChannel.all)
			if (other !== this && !other.deaf)
				queueMicrotask(() => other.onmessage?.({ data: structuredClone(word) } as MessageEvent));
	}
	close(): void {
		FakeChannel.all.splice(FakeChannel.all.indexOf(this), 1);
	}
}

// Exclusive locks of one name, with signals and stealing.
class FakeLocks {
	holder: { lost: () => void } | null = null;
	queue: (() => void)[] = [];
	request(_name: string, options: LockOptions, callback: (lock: null) => Promise<void>): Promise<void> {
		return new Promise((resolve, reject) => {
			let mine: { lost: () => void } | null = null;
			const next = (): void => {
				if (this.holder === mine) {
					this.holder = null;
					this.queue.shift()?.();
				}
			};
			const take = (): void => {
				mine = this.holder = { lost: () => reject(new DOMException("stolen", "AbortError")) };
				void callback(null).then(() => {
					next();
					resolve();
				});
			};
			options.signal?.addEventListener("abort", () => {
				const at = this.queue.indexOf(take);
				if (at >= 0) {
					this.queue.splice(at, 1);
					reject(new DOMException("given up", "AbortError"));
				}
			});
			if (options.steal) {
				this.holder?.lost();
				take();
			} else if (this.holder) this.queue.push(take);
			else take();
		});
	}
}

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
	vi.useFakeTimers();
	FakeSource.all = [];
	FakeChannel.all = [];
});
afterEach(() => vi.useRealTimers());

describe("the server's clock", () => {
	it("believes the answer that was least delayed, and forgets after minutes", () => {
		let at = 1000;
		const clock = new ServerClock(() => at);
		expect(clock.known).toBe(false);
		clock.hear(500_000 - 80);
		expect(clock.now()).toBe(499_920);
		clock.hear(500_000 - 5);
		clock.hear(500_000 - 30_000); // of a kept answer
		expect(clock.now()).toBe(499_995);
		clock.hear("nonsense");
		at += 301_000;
		clock.hear(500_000 + 301_000 - 40);
		expect(clock.now()).toBe(800_960);
	});
});

describe("a stream", () => {
	const log: unknown[] = [];
	const to: StreamEvents = {
		event: (event) => log.push(event.id),
		start: (id) => log.push(`start ${id}`),
		reset: (id) => log.push(`reset ${id}`),
		time: () => undefined,
		state: (state) => log.push(state),
	};
	beforeEach(() => void log.splice(0));

	it("resumes after the last event, with a growing pause, and drops what comes twice", async () => {
		const stream = new Stream("/e", null, to, { open, random: () => 0.5 });
		expect(newest().url).toBe("/e");
		newest().hello(7);
		newest().send("floor", {}, 8);
		newest().send("floor", {}, 8);
		newest().send("error");
		expect(log).toEqual(["open", "start 7", 8, "connecting"]);
		await settle(999);
		expect(FakeSource.all).toHaveLength(1);
		await settle(1);
		expect(newest().url).toBe("/e?after=8");
		newest().send("error");
		await settle(1999);
		expect(FakeSource.all).toHaveLength(2);
		await settle(1);
		expect(FakeSource.all).toHaveLength(3);
		expect(log.pop()).toBe("down");
		newest().send("progress", {}, 9);
		expect(log.slice(-2)).toEqual(["open", 9]);
		stream.close();
		expect(living()).toHaveLength(0);
	});
	it("notices silence, and an answer that never comes", async () => {
		const stream = new Stream("/e", 3, to, { open, random: () => 0.5 });
		await settle(11_000);
		expect(FakeSource.all).toHaveLength(2);
		newest().hello(3);
		await settle(30_000);
		newest().send("time");
		await settle(39_000);
		expect(FakeSource.all).toHaveLength(2);
		await settle(2_000);
		expect(newest().url).toBe("/e?after=3");
		expect(FakeSource.all).toHaveLength(3);
		stream.close();
	});
	it("goes on from a reset", () => {
		const stream = new Stream("/e", 900, to, { open });
		newest().send("reset", {}, 12);
		newest().send("heat", {}, 13);
		expect(log).toEqual(["open", "reset 12", 13]);
		stream.close();
	});
	it("is down where a browser has none", async () => {
		const stream = new Stream("/e", null, to, {
			open: () => {
				throw new Error("no EventSource");
			},
			random: () => 0,
		});
		await settle(600);
		expect(log).toEqual(["down"]);
		stream.close();
	});
});

describe("tabs", () => {
	let locks: FakeLocks;
	beforeEach(() => (locks = new FakeLocks()));
	const options = (): HubOptions => ({
		open,
		locks: locks as unknown as LockManager,
		channel: () => new FakeChannel() as never,
		random: () => 0.5,
	});
	function tab(load?: Handlers["load"], own = options()) {
		const got: number[] = [];
		const states: string[] = [];
		const hub = new Hub("c", () => undefined, own);
		const handlers: Handlers = { load, floor: (_d, id) => got.push(id), show: (_d, id) => got.push(id) };
		const subscriber = new Subscriber(hub, handlers, (state) => states.push(state));
		return { hub, got, states, subscriber, close: () => hub.close() };
	}

	it("share one connection; a leader that is closed hands over without a gap", async () => {
		const a = tab();
		await settle();
		newest().hello(10);
		const b = tab();
		const c = tab();
		await settle();
		expect(living()).toHaveLength(1);
		newest().send("floor", {}, 11);
		newest().send("show", {}, 12);
		await settle();
		for (const t of [a, b, c]) expect(t.got).toEqual([11, 12]);
		expect(b.states.at(-1)).toBe("live");
		a.close();
		await settle();
		expect(living()).toHaveLength(1);
		expect(newest().url).toBe("/api/v1/contests/c/events?after=12");
		newest().send("floor", {}, 13);
		await settle();
		expect(b.got).toEqual([11, 12, 13]);
		expect(c.got).toEqual([11, 12, 13]);
		b.close();
		c.close();
		await settle();
		expect(living()).toHaveLength(0);
	});
	it("repeat for one that missed words, and reset it when that is too long ago", async () => {
		const a = tab();
		await settle();
		newest().hello(0);
		const load = vi.fn(async () => undefined);
		const b = tab(load);
		await settle();
		FakeChannel.all[1]!.deaf = true;
		newest().send("floor", {}, 1);
		newest().send("floor", {}, 2);
		await settle();
		FakeChannel.all[1]!.deaf = false;
		newest().send("floor", {}, 3);
		await settle();
		expect(b.got).toEqual([1, 2, 3]);
		FakeChannel.all[1]!.deaf = true;
		for (let id = 4; id <= 400; id++) newest().send("floor", {}, id);
		await settle();
		FakeChannel.all[1]!.deaf = false;
		const before = load.mock.calls.length;
		newest().send("floor", {}, 401);
		await settle();
		expect(load.mock.calls.length).toBe(before + 1);
		newest().send("floor", {}, 402);
		await settle();
		expect(b.got.at(-1)).toBe(402);
		expect(b.got).not.toContain(4);
		a.close();
		b.close();
	});
	it("take over from a leader that sleeps", async () => {
		const a = tab();
		await settle();
		newest().hello(5);
		const b = tab();
		await settle();
		FakeChannel.all[0]!.postMessage = () => undefined; // frozen
		const holder = locks.holder;
		for (let waited = 0; locks.holder === holder && waited < 60; waited++) await settle(1000);
		const sources = living();
		expect(sources).toHaveLength(1);
		expect(sources[0]!.url).toContain("after=5");
		sources[0]!.send("floor", {}, 6);
		await settle();
		expect(b.got).toEqual([6]);
		a.close();
		b.close();
	});
	it("have a connection each where there are no locks", async () => {
		const a = tab(undefined, { ...options(), locks: null });
		const b = tab(undefined, { ...options(), locks: null });
		await settle();
		expect(living()).toHaveLength(2);
		a.close();
		b.close();
	});

	it("load again when the stream begins after what was loaded, not otherwise", async () => {
		const load = vi.fn(async () => 7);
		const a = tab(load);
		await settle();
		newest().hello(7);
		await settle();
		expect(load).toHaveBeenCalledTimes(1);
		const late = vi.fn(async () => 8);
		const b = tab(late);
		await settle();
		newest().send("floor", {}, 8);
		await settle();
		expect(a.got).toEqual([8]);
		expect(b.got).toEqual([]); // its answer knew that
		a.close();
		b.close();
		await settle();
		const early = vi.fn<() => Promise<number>>().mockResolvedValueOnce(3).mockResolvedValue(9);
		const c = tab(early);
		await settle();
		newest().hello(9);
		await settle();
		expect(early).toHaveBeenCalledTimes(2);
		newest().send("floor", {}, 9);
		newest().send("floor", {}, 10);
		expect(c.got).toEqual([10]);
		c.close();
	});
	it("hold events back while loading, and ask again for an answer that is behind", async () => {
		const answers: ((event: number) => void)[] = [];
		const load = vi.fn(() => new Promise<number>((resolve) => answers.push(resolve)));
		const a = tab(load);
		await settle();
		newest().hello(5);
		newest().send("floor", {}, 6);
		newest().send("floor", {}, 7);
		expect(a.got).toEqual([]);
		answers.shift()!(6);
		await settle();
		expect(a.got).toEqual([7]);
		a.subscriber.reload();
		answers.shift()!(6); // from a server that has not seen 7 yet
		await settle(300);
		expect(load.mock.calls.length).toBeGreaterThanOrEqual(3);
		answers.shift()!(7);
		await settle(1000);
		expect(answers).toHaveLength(0);
		a.close();
	});
	it("load after a reset, also of a past that was longer", async () => {
		const load = vi.fn<() => Promise<number>>().mockResolvedValueOnce(50).mockResolvedValue(2);
		const a = tab(load);
		await settle();
		newest().hello(50);
		newest().send("reset", {}, 2);
		await settle();
		expect(load).toHaveBeenCalledTimes(2);
		newest().send("floor", {}, 3);
		expect(a.got).toEqual([3]);
		a.close();
	});
	it("poll while there is no stream, say so, and come back", async () => {
		const load = vi.fn(async () => 1);
		const a = tab(load);
		await settle();
		newest().send("error");
		await settle(1000);
		newest().send("error");
		await settle();
		expect(a.states.at(-1)).toBe("polling");
		const before = load.mock.calls.length;
		await settle(9000);
		expect(load.mock.calls.length - before).toBeGreaterThanOrEqual(2);
		load.mockRejectedValue(new Error("no network"));
		await settle(4000);
		expect(a.states.at(-1)).toBe("offline");
		load.mockResolvedValue(1);
		while (!living().length) await settle(100);
		newest().hello(1);
		await settle(4000);
		expect(a.states.at(-1)).toBe("live");
		const calm = load.mock.calls.length;
		newest().send("time");
		await settle(10_000);
		expect(load.mock.calls.length).toBe(calm);
		a.close();
	});
});
