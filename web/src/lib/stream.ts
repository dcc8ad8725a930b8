// One connection to a contest's events. It is made again, after a growing and random pause, for as long as it is wanted,
// and goes on after the last event that came.
export const EVENT_NAMES = ["floor", "progress", "show", "stage", "heat", "tie", "draw", "timetable"] as const;
export type EventName = (typeof EVENT_NAMES)[number];

export interface LiveEvent {
	id: number;
	name: EventName;
	data: unknown;
}

// connecting: lost, or not yet there; down: several tries failed, poll meanwhile.
export type StreamState = "connecting" | "open" | "down";

export interface StreamEvents {
	event(event: LiveEvent): void;
	start(id: number): void; // the stream begins here: earlier events don't come
	reset(id: number): void; // what was held is too old, or of another past: load again
	time(now: string): void;
	state(state: StreamState): void;
}

export interface Source {
	addEventListener(name: string, listener: (event: MessageEvent) => void): void;
	close(): void;
}

export interface StreamOptions {
	open?: (url: string) => Source;
	random?: () => number;
}

const RETRY_MS = 1000;
const RETRY_MOST_MS = 30_000;
const SILENCE_MS = 40_000; // the server speaks each 15 s
const PATIENCE_MS = 10_000; // for the first word
const FAILURES = 2; // in a row, then it is down

export class Stream {
	#source: Source | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#failures = 0;
	#closed = false;
	#state: StreamState = "connecting";
	readonly #open: (url: string) => Source;
	readonly #random: () => number;

	// `last`: the newest event that is held; null: begin at now.
	constructor(
		private readonly url: string,
		public last: number | null,
		private readonly to: StreamEvents,
		options: StreamOptions = {},
	) {
		this.#open = options.open ?? ((address) => new EventSource(address));
		this.#random = options.random ?? Math.random;
		this.#connect();
	}

	close(): void {
		this.#closed = true;
		this.#drop();
	}

	// Tries at once: the network is said to be back.
	wake(): void {
		if (!this.#closed && this.#state !== "open") this.#connect();
	}

	#drop(): void {
		clearTimeout(this.#timer);
		this.#source?.close();
		this.#source = null;
	}

	#set(state: StreamState): void {
		if (state === this.#state) return;
		this.#state = state;
		this.to.state(state);
	}

	#connect(): void {
		this.#drop();
		let source: Source;
		try {
			source = this.#source = this.#open(this.last === null ? this.url : `${this.url}?after=${this.last}`);
		} catch {
			return this.#fail(); // a browser without it
		}
		const on = (name: string, take: (event: MessageEvent, id: number) => void): void =>
			source.addEventListener(name, (event) => {
				if (this.#source !== source) return;
				this.#alive();
				take(event, Number.parseInt(event.lastEventId, 10));
			});
		on("time", (event, id) => this.#time(event, id));
		on("reset", (_event, id) => {
			this.last = Number.isNaN(id) ? null : id;
			this.to.reset(this.last ?? 0);
		});
		for (const name of EVENT_NAMES) on(name, (event, id) => this.#take(name, event, id));
		source.addEventListener("error", () => {
			if (this.#source === source) this.#fail();
		});
		this.#timer = setTimeout(() => this.#fail(), PATIENCE_MS);
	}

	#alive(): void {
		this.#failures = 0;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#fail(), SILENCE_MS);
		this.#set("open");
	}

	#time(event: MessageEvent, id: number): void {
		const now = (parse(event.data) as { now?: unknown } | null)?.now;
		if (typeof now === "string") this.to.time(now);
		if (this.last === null && !Number.isNaN(id)) {
			this.last = id;
			this.to.start(id);
		}
	}

	#take(name: EventName, event: MessageEvent, id: number): void {
		if (Number.isNaN(id) || (this.last !== null && id <= this.last)) return;
		this.last = id;
		this.to.event({ id, name, data: parse(event.data) });
	}

	#fail(): void {
		this.#drop();
		this.#failures++;
		this.#set(this.#failures >= FAILURES ? "down" : "connecting");
		const pause = Math.min(RETRY_MOST_MS, RETRY_MS * 2 ** (this.#failures - 1));
		this.#timer = setTimeout(() => this.#connect(), pause * (0.5 + this.#random()));
	}
}

function parse(text: unknown): unknown {
	try {
		return JSON.parse(String(text));
	} catch {
		return null;
	}
}
