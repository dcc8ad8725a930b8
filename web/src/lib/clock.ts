// The server's clock, as well as it can be known here. What the server says of its time arrives late, never early, so
// of all that was heard in the last minutes the largest difference is the nearest. Counted from the monotonic clock:
// a corrected or wrong clock of this device changes nothing.
const KEPT_MS = 300_000;

export class ServerClock {
	#heard: { at: number; offset: number }[] = []; // newest last, offsets falling

	constructor(private readonly monotonic: () => number = () => performance.now()) {}

	// `server`: RFC 3339, or milliseconds since 1970. Also a cached answer's time may be told: it is only later.
	hear(server: string | number): void {
		const ms = typeof server === "number" ? server : Date.parse(server);
		if (Number.isNaN(ms)) return;
		const at = this.monotonic();
		const offset = ms - at;
		this.#heard = this.#heard.filter((h) => at - h.at < KEPT_MS && h.offset > offset);
		this.#heard.push({ at, offset });
	}

	// Milliseconds since 1970 by the server's clock; by this device's while nothing was heard.
	now(): number {
		const best = this.#heard[0];
		return best ? this.monotonic() + best.offset : Date.now();
	}

	get known(): boolean {
		return this.#heard.length > 0;
	}
}

export const serverClock = new ServerClock();
