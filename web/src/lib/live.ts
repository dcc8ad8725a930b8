// What happens in a contest, as it happens. All tabs of a browser share one connection: the tab that holds a Web Lock is
// the leader and passes on what comes over a BroadcastChannel; when it is closed or falls asleep, another takes over and
// goes on after the last event it saw. Ids have no gap, so a tab that missed one notices and asks the leader for it.
// Where there are no locks (plain http) each tab has its own connection; where no stream can be had, pages poll.
import { onScopeDispose, readonly, ref, watch, type Ref } from "vue";
import { base } from "../api/base";
import { serverClock, type ServerClock } from "./clock";
import { Stream, type EventName, type LiveEvent, type StreamOptions, type StreamState } from "./stream";

export { serverClock } from "./clock";

// live: events come as they happen · polling: every few seconds · reconnecting: for a moment neither · offline: nothing
// can be reached, what the page shows may be old.
export type LiveState = "live" | "polling" | "reconnecting" | "offline";

// What a page does. Events are public and carry no secrets: a page that may see more asks for it when it is told.
export interface Handlers {
	// Loads what the page shows: at first, when events were missed, and while polling. Gives back the newest event that
	// the answer knows of (its field `event`), when it says so: later events then follow without gap or repetition, and
	// an answer older than what was already told is asked for again.
	load?(): Promise<number | void>;
	floor?(data: any, id: number): void; // a Floor
	progress?(data: { stage: string; heat: string; entry: string; sheets: number; expected: number }, id: number): void;
	show?(data: { stage: string; entry: string; score: string; rank?: number }, id: number): void;
	stage?(data: { stage: string; state: string }, id: number): void;
	heat?(data: { stage: string; heat: string; locked: boolean; signed: boolean }, id: number): void;
	tie?(data: { stage: string; state: string }, id: number): void;
	draw?(data: { draw: number; state: string }, id: number): void;
	timetable?(data: { stage: string; version: number }, id: number): void;
}

export interface Live {
	state: Readonly<Ref<LiveState>>;
	clock: ServerClock; // clock.now() is the server's time
	reload: () => void;
}

// The events of a contest for as long as the calling component lives.
export function useEvents(contest: string | (() => string), handlers: Handlers): Live {
	const state = ref<LiveState>("reconnecting");
	let subscriber: Subscriber | null = null;
	const stop = (): void => {
		subscriber?.close();
		subscriber = null;
	};
	watch(
		typeof contest === "string" ? () => contest : contest,
		(id) => {
			stop();
			if (id) subscriber = new Subscriber(hubOf(id), handlers, (now) => (state.value = now));
		},
		{ immediate: true },
	);
	onScopeDispose(stop);
	return { state: readonly(state), clock: serverClock, reload: () => subscriber?.reload() };
}

const hubs = new Map<string, Hub>();

function hubOf(contest: string): Hub {
	let hub = hubs.get(contest);
	if (!hub) hubs.set(contest, (hub = new Hub(contest, () => hubs.delete(contest))));
	return hub;
}

// ---- one page's part
const POLL_MS = 3000;
const STALE_MS = 200; // another server may be a moment behind the one that told

export class Subscriber {
	#seen = -1; // newest event that the page knows
	#loading = false;
	#again = false; // load once more after this one
	#behind = false; // the same, unless its answer is new enough
	#failed = false; // the newest load
	#held: LiveEvent[] = []; // came while loading
	#timer: ReturnType<typeof setTimeout> | undefined;
	#closed = false;

	constructor(
		private readonly hub: Hub,
		private readonly handlers: Handlers,
		private readonly onState: (state: LiveState) => void,
	) {
		hub.add(this);
		this.state();
		void this.#load();
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
		this.hub.remove(this);
	}

	reload(): void {
		void this.#load();
	}

	// The stream begins at `id`: whoever knows less has missed something.
	start(id: number): void {
		if (this.#loading) this.#behind = true;
		else if (this.#seen < id) void this.#load();
	}

	reset(): void {
		this.#seen = -1;
		this.#held = [];
		void this.#load();
	}

	event(event: LiveEvent): void {
		if (this.#loading) this.#held.push(event);
		else this.#give(event);
	}

	state(): void {
		const stream = this.hub.state;
		if (stream === "open") this.onState("live");
		else if (stream === "connecting") this.onState("reconnecting");
		else this.onState(this.#failed ? "offline" : "polling");
		if (stream === "down" && !this.#loading) this.#later(POLL_MS);
	}

	#later(ms: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#load(), ms * (0.8 + 0.4 * Math.random()));
	}

	#give(event: LiveEvent): void {
		if (event.id <= this.#seen) return;
		this.#seen = event.id;
		const handle = this.handlers[event.name] as ((data: unknown, id: number) => void) | undefined;
		handle?.call(this.handlers, event.data, event.id);
	}

	async #load(): Promise<void> {
		if (!this.handlers.load) return;
		if (this.#loading) {
			this.#again = true;
			return;
		}
		clearTimeout(this.#timer);
		this.#loading = true;
		this.#again = this.#behind = false;
		const told = this.hub.last ?? -1;
		let known: number | void = undefined;
		let next = 0;
		try {
			known = await this.handlers.load();
			this.#failed = false;
		} catch {
			this.#failed = true;
			next = POLL_MS;
		}
		this.#loading = false;
		if (this.#closed) return;
		if (typeof known === "number") {
			this.#seen = Math.max(this.#seen, known);
			if (known >= (this.hub.last ?? -1)) this.#behind = false;
			if (known < told) next = STALE_MS;
		} else if (!this.#failed) this.#seen = Math.max(this.#seen, told);
		for (const event of this.#held.splice(0)) this.#give(event);
		if (this.#again || this.#behind) void this.#load();
		else if (next) this.#later(next);
		this.state();
	}
}

// ---- one tab's part
type Word =
	| { say: "event"; event: LiveEvent }
	| { say: "start" | "reset"; id: number; to?: string }
	| { say: "time"; now: string }
	| { say: "state"; state: StreamState; last: number | null }
	| { say: "join" } // a new tab: what is the state?
	| { say: "need"; after: number; from: string };

interface Channel {
	postMessage(word: Word): void;
	onmessage: ((event: MessageEvent<Word>) => void) | null;
	close(): void;
}

export interface HubOptions extends StreamOptions {
	channel?: (name: string) => Channel | null;
	locks?: Pick<LockManager, "request"> | null;
	clock?: ServerClock;
}

const RING = 256; // events that a leader can repeat
const LINGER_MS = 3000; // from one page to the next
const WORD_MS = 10_000; // a leader speaks at least so often …
const LEADER_MS = 25_000; // … and one that was silent for this long is asleep

export class Hub {
	state: StreamState = "connecting";
	last: number | null = null; // newest event that came here
	readonly #subscribers = new Set<Subscriber>();
	readonly #tab = Math.random().toString(36).slice(2);
	readonly #channel: Channel | null;
	readonly #locks: Pick<LockManager, "request"> | null;
	readonly #clock: ServerClock;
	readonly #url: string;
	readonly #name: string;
	readonly #online = (): void => this.#stream?.wake();
	#ring: LiveEvent[] = [];
	#stream: Stream | null = null; // the leader's
	#resign: (() => void) | null = null;
	#watch: ReturnType<typeof setTimeout> | undefined;
	#speaking: ReturnType<typeof setInterval> | undefined;
	#linger: ReturnType<typeof setTimeout> | undefined;
	#wanting = new AbortController();

	constructor(
		contest: string,
		private readonly onClose: () => void,
		private readonly options: HubOptions = {},
	) {
		this.#url = `${base}/contests/${encodeURIComponent(contest)}/events`;
		this.#name = `leitai-events/${contest}`;
		this.#clock = options.clock ?? serverClock;
		this.#locks = options.locks !== undefined ? options.locks : (globalThis.navigator?.locks ?? null);
		this.#channel = this.#locks ? (options.channel ?? openChannel)(this.#name) : null;
		globalThis.addEventListener?.("online", this.#online);
		if (!this.#channel || !this.#locks) {
			this.#lead();
			return;
		}
		this.#channel.onmessage = (event) => this.#hear(event.data);
		this.#tell({ say: "join" });
		this.#candidate(false);
	}

	add(subscriber: Subscriber): void {
		clearTimeout(this.#linger);
		this.#subscribers.add(subscriber);
	}

	remove(subscriber: Subscriber): void {
		this.#subscribers.delete(subscriber);
		if (this.#subscribers.size === 0) this.#linger = setTimeout(() => this.close(), LINGER_MS);
	}

	close(): void {
		globalThis.removeEventListener?.("online", this.#online);
		clearTimeout(this.#watch);
		this.#wanting.abort();
		this.#stepDown();
		this.#channel?.close();
		this.onClose();
	}

	// ---- who leads. The lock is held for as long as the promise is pending; `steal` takes it from a sleeper.
	#candidate(steal: boolean): void {
		const signal = this.#wanting.signal;
		const hold = (): Promise<void> =>
			new Promise((resign) => {
				if (signal.aborted) return resign();
				this.#resign = resign;
				this.#lead();
			});
		this.#locks!.request(this.#name, steal ? { steal } : { signal }, hold)
			.catch(() => undefined)
			.then(() => {
				if (signal.aborted) return;
				this.#stepDown(); // stolen
				this.#candidate(false);
			});
		this.#guard();
	}

	#guard(): void {
		clearTimeout(this.#watch);
		if (this.#stream || !this.#channel) return;
		this.#watch = setTimeout(() => {
			this.#wanting.abort();
			this.#wanting = new AbortController();
			this.#candidate(true);
		}, LEADER_MS * (1 + Math.random()));
	}

	#lead(): void {
		clearTimeout(this.#watch);
		this.#stream = new Stream(
			this.#url,
			this.last,
			{
				event: (event) => this.#publish({ say: "event", event }),
				start: (id) => this.#publish({ say: "start", id }),
				reset: (id) => this.#publish({ say: "reset", id }),
				time: (now) => this.#publish({ say: "time", now }),
				state: (state) => this.#publish({ say: "state", state, last: this.last }),
			},
			this.options,
		);
		this.#speaking = setInterval(() => this.#tell(this.#status()), WORD_MS);
	}

	#status(): Word {
		return { say: "state", state: this.state, last: this.last };
	}

	#stepDown(): void {
		clearInterval(this.#speaking);
		this.#stream?.close();
		this.#stream = null;
		this.#resign?.();
		this.#resign = null;
	}

	// ---- words
	#tell(word: Word): void {
		this.#channel?.postMessage(word);
	}

	#publish(word: Word): void {
		this.#tell(word);
		this.#take(word);
	}

	#hear(word: Word): void {
		if (word.say === "join") {
			if (this.#stream) this.#tell(this.#status());
		} else if (word.say === "need") {
			if (this.#stream) this.#repeat(word.after, word.from);
		} else if (!this.#stream && (!("to" in word) || word.to === undefined || word.to === this.#tab)) {
			this.#guard();
			this.#take(word);
		}
	}

	#repeat(after: number, to: string): void {
		const missed = this.#ring.filter((event) => event.id > after);
		if (missed[0]?.id === after + 1) for (const event of missed) this.#tell({ say: "event", event });
		else if (this.last !== null && this.last > after) this.#tell({ say: "reset", id: this.last, to });
	}

	#take(word: Word): void {
		if (word.say === "event") this.#event(word.event);
		else if (word.say === "time") this.#clock.hear(word.now);
		else if (word.say === "state") this.#set(word.state, word.last);
		else if (word.say === "start") this.#start(word.id);
		else if (word.say === "reset") {
			this.last = word.id;
			this.#ring = [];
			for (const s of this.#subscribers) s.reset();
		}
	}

	#start(id: number): void {
		if (this.last === null) {
			this.last = id;
			for (const s of this.#subscribers) s.start(id);
		} else if (this.last < id) this.#tell({ say: "need", after: this.last, from: this.#tab });
	}

	#set(state: StreamState, last: number | null): void {
		if (last !== null) this.#start(last);
		this.state = state;
		for (const s of this.#subscribers) s.state();
	}

	#event(event: LiveEvent): void {
		if (this.last !== null && event.id <= this.last) return;
		if (this.last !== null && event.id > this.last + 1 && !this.#stream) {
			this.#tell({ say: "need", after: this.last, from: this.#tab });
			return;
		}
		this.last = event.id;
		this.#ring.push(event);
		if (this.#ring.length > RING) this.#ring.shift();
		for (const s of this.#subscribers) s.event(event);
	}
}

function openChannel(name: string): Channel | null {
	return typeof BroadcastChannel === "undefined" ? null : (new BroadcastChannel(name) as unknown as Channel);
}

export type { EventName, LiveEvent };
