// The queue against a made-up server, a made-up network and an IndexedDB in memory.
import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import { CarefulStore, DiskStore, openKeep, type Trouble } from "../src/lib/keep";
import {
	at,
	baseOf,
	begin,
	blank,
	decide,
	draftAt,
	due,
	edit,
	onItsWay,
	outcomeOf,
	recognise,
	settle,
	submit,
	type Change,
	type Content,
	type Item,
	type Outcome,
	type Place,
} from "../src/lib/queue";
import { pauseFor, Sender, type Store, type World } from "../src/lib/sender";

const OWNER = "cup/x1";
const place = (subject: string): Place => ({ kind: "sheet", contest: "cup", stage: "final", heat: "h1", subject });
const marks = (m: string): Content => ({ ...blank(), marks: { c1: m } });
const apply = (items: Item[], { put = [], drop = [] }: Change): Item[] => [
	...items.filter((x) => !drop.includes(x.id) && !put.some((p) => p.id === x.id)),
	...put,
];
const handIn = (items: Item[], subject: string, m: string, saw: number, name: string): Item[] => {
	const edited = apply(items, edit(items, OWNER, place(subject), marks(m), saw, name));
	return apply(edited, submit(edited, name));
};
const receipt = (seq: number) => ({ seq, leaf: "00", ts: "2026-01-01T00:00:00.000Z" });
const changed: Outcome = { kind: "conflict", problem: { status: 409, code: "sheet.changed", detail: "" } };

describe("the rules", () => {
	it("a draft takes every change under one name; what was handed in takes none", () => {
		let items = apply([], edit([], OWNER, place("e1"), marks("7"), 0, "a"));
		items = apply(items, edit(items, OWNER, place("e1"), marks("8"), 0, "b"));
		expect(items).toHaveLength(1);
		expect(draftAt(items, place("e1"))).toMatchObject({ id: "a", key: "a", content: { marks: { c1: "8" } } });
		items = apply(items, submit(items, "a"));
		items = apply(items, edit(items, OWNER, place("e1"), marks("9"), 0, "c"));
		expect(items.map((x) => [x.id, x.state, x.content.marks.c1])).toEqual([
			["a", "waiting", "8"],
			["c", "draft", "9"],
		]);
		expect(submit(items, "a")).toEqual({});
	});
	it("an amendment builds upon the one before it, whatever number that gets", () => {
		let items = handIn(handIn([], "e1", "7", 2, "a"), "e1", "8", 2, "b");
		expect(due(items).map((x) => x.id)).toEqual(["a"]);
		items = apply(items, begin(items, "a", 2, null));
		items = apply(items, settle(items, "a", { kind: "received", receipt: receipt(5), version: 3 }));
		expect(due(items).map((x) => x.id)).toEqual(["b"]);
		expect(baseOf(items, items.find((x) => x.id === "b")!)).toBe(3);
	});
	it("after a refusal it builds upon what was there", () => {
		let items = handIn(handIn([], "e1", "7", 2, "a"), "e1", "8", 2, "b");
		items = apply(items, begin(items, "a", 2, null));
		items = apply(items, settle(items, "a", { kind: "refused", problem: { status: 422, code: "sheet.mark", detail: "" } }));
		expect(baseOf(items, items.find((x) => x.id === "b")!)).toBe(2);
	});
	it("base and signature are fixed by the first sending", () => {
		let items = handIn([], "e1", "7", 0, "a");
		items = apply(items, begin(items, "a", 0, { key: "k", signature: "s" }));
		items = apply(items, settle(items, "a", outcomeOf({ status: 0, code: "network", detail: "" })));
		items = apply(items, begin(items, "a", 9, { key: "other", signature: "other" }));
		expect(items[0]).toMatchObject({ base: 0, signed: { key: "k" }, state: "sending", tried: 2 });
	});
	it("a conflict holds what stands behind it; the expert's choice settles all", () => {
		let items = handIn(handIn(handIn([], "e1", "7", 0, "a"), "e1", "8", 0, "b"), "e2", "5", 0, "c");
		items = apply(items, begin(items, "a", 0, null));
		items = apply(items, settle(items, "a", changed));
		expect(at(items, place("e1")).map((x) => x.state)).toEqual(["conflict", "conflict"]);
		expect(due(items).map((x) => x.id)).toEqual(["c"]);
		const late = handIn(items, "e1", "9", 0, "d");
		expect(at(late, place("e1")).map((x) => x.state)).toEqual(["conflict", "conflict", "conflict"]);
		const mine = apply(items, decide(items, place("e1"), "b", 4, "m"));
		expect(mine.find((x) => x.id === "m")).toMatchObject({ state: "waiting", saw: 4, base: null, content: marks("8") });
		expect(mine.filter((x) => x.state === "settled").map((x) => x.instead)).toEqual(["m", "m"]);
		const theirs = apply(items, decide(items, place("e1"), null, 4, "m"));
		expect(at(theirs, place("e1")).map((x) => [x.state, x.instead])).toEqual([
			["settled", null],
			["settled", null],
		]);
	});
	it("recognises its own sheet that came in under an earlier session", () => {
		let items = handIn(handIn([], "e1", "7", 0, "a"), "e1", "8", 0, "b");
		items = apply(items, begin(items, "a", 0, null));
		items = apply(items, settle(items, "a", changed));
		items = apply(items, recognise(items, place("e1"), { content: marks("7"), version: 1, receipt: receipt(3) }));
		expect(at(items, place("e1")).map((x) => x.state)).toEqual(["received", "waiting"]);
		expect(baseOf(items, items.find((x) => x.id === "b")!)).toBe(1);
	});
	it("an answer that comes twice changes nothing", () => {
		let items = handIn([], "e1", "7", 0, "a");
		items = apply(items, begin(items, "a", 0, null));
		items = apply(items, settle(items, "a", { kind: "received", receipt: receipt(5), version: 1 }));
		expect(settle(items, "a", { kind: "received", receipt: receipt(6), version: 2 })).toEqual({});
		expect(settle(items, "a", changed)).toEqual({});
	});
	it.each([
		[0, "network", "again", true],
		[401, "sign-in.needed", "again", true],
		[403, "request.token", "again", true],
		[429, "sign-in.wait", "again", true],
		[503, "store.busy", "again", false],
		[409, "sheet.early", "again", false],
		[409, "sheet.changed", "conflict", undefined],
		[409, "sheet.locked", "refused", undefined],
		[403, "sheet.panel", "refused", undefined],
		[400, "sheet.mark", "refused", undefined],
		[404, "heat.unknown", "refused", undefined],
		[404, "http.404", "again", true],
	])("%i %s is %s", (status, code, kind, all) => {
		const outcome = outcomeOf({ status, code, detail: "" });
		expect(outcome.kind).toBe(kind);
		if (outcome.kind === "again") expect(outcome.all).toBe(all);
	});
	it("pauses grow to half a minute, and obey the server", () => {
		expect([1, 2, 3, 9].map((n) => pauseFor(n, 1))).toEqual([1000, 2000, 4000, 30_000]);
		expect(pauseFor(1, 0)).toBe(500);
		expect(pauseFor(1, 1, 60)).toBe(60_000);
	});
});

describe("the store", () => {
	it("a change that throws leaves everything as it was", async () => {
		const store = new DiskStore(await openKeep(new IDBFactory(), "t"));
		await store.change(OWNER, (now) => edit(now, OWNER, place("e1"), marks("7"), 0, "a"));
		await expect(
			store.change(OWNER, () => {
				throw new Error("no");
			}),
		).rejects.toThrow("no");
		expect(await store.read(OWNER)).toHaveLength(1);
		expect(await store.read("cup/other")).toEqual([]);
	});
	it("a full disk loses nothing and is told; it heals by itself", async () => {
		const disk = new DiskStore(await openKeep(new IDBFactory(), "t"));
		let full = false;
		const narrow: Store = {
			read: (owner) => disk.read(owner),
			change: (owner, make) => (full ? Promise.reject(new DOMException("", "QuotaExceededError")) : disk.change(owner, make)),
		};
		const said: Trouble[] = [];
		const store = new CarefulStore(narrow, (t) => said.push(t));
		await store.change(OWNER, (now) => edit(now, OWNER, place("e1"), marks("7"), 0, "a"));
		full = true;
		await store.change(OWNER, (now) => edit(now, OWNER, place("e2"), marks("8"), 0, "b"));
		await store.change(OWNER, (now) => submit(now, "b"));
		expect((await store.read(OWNER)).map((x) => [x.id, x.state])).toEqual([
			["a", "draft"],
			["b", "waiting"],
		]);
		expect((await disk.read(OWNER)).map((x) => x.id)).toEqual(["a"]);
		full = false;
		await store.change(OWNER, (now) => submit(now, "a"));
		expect((await disk.read(OWNER)).map((x) => x.state)).toEqual(["waiting", "waiting"]);
		expect(said).toEqual(["full", null]);
	});
	it("what another window wrote meanwhile stays", async () => {
		const disk = new DiskStore(await openKeep(new IDBFactory(), "t"));
		let sick = false;
		const no = () => Promise.reject(new DOMException("", "UnknownError"));
		const flaky: Store = {
			read: (owner) => (sick ? no() : disk.read(owner)),
			change: (owner, make) => (sick ? no() : disk.change(owner, make)),
		};
		const store = new CarefulStore(flaky, () => undefined);
		const draft = (subject: string, name: string) => (now: Item[]) => edit(now, OWNER, place(subject), marks("7"), 0, name);
		await store.change(OWNER, draft("e1", "a"));
		sick = true; // neither read nor written for once
		await store.change(OWNER, draft("e2", "b"));
		sick = false;
		await disk.change(OWNER, draft("e3", "c"));
		await disk.change(OWNER, (now) => submit(now, "c"));
		const now = await store.change(OWNER, (items) => submit(items, "b"));
		for (const items of [now, await disk.read(OWNER)])
			expect(items.map((x) => `${x.id} ${x.state}`).sort()).toEqual(["a draft", "b waiting", "c waiting"]);
	});
	it("without any disk it lives in memory and says so", async () => {
		const said: Trouble[] = [];
		const store = new CarefulStore(null, (t) => said.push(t));
		await store.change(OWNER, (now) => edit(now, OWNER, place("e1"), marks("7"), 0, "a"));
		expect(await store.read(OWNER)).toHaveLength(1);
		expect(said).toEqual(["private"]);
	});
});

// ---- a day of bad luck, many times over

function dice(seed: number): (n: number) => number {
	let s = seed + 0x9e3779b9;
	return (n) => {
		s = Math.imul(s ^ (s >>> 15), 0x2c1b3c6d);
		s = Math.imul(s ^ (s >>> 12), 0x297a2d39);
		s ^= s >>> 15;
		return (s >>> 0) % n;
	};
}

interface Version {
	from: string; // the item's name, or "other device"
	mark: string;
}
class Server {
	readonly sheets = new Map<string, Version[]>();
	readonly keys = new Map<string, { seq: number; version: number }>();
	readonly locked = new Set<string>();
	seq = 0;
	take(item: Item): Outcome {
		const known = this.keys.get(item.key);
		if (known) return { kind: "received", receipt: receipt(known.seq), version: known.version };
		const no = (code: string): Outcome => outcomeOf({ status: 409, code, detail: "" });
		if (this.locked.has(item.subject)) return no("sheet.locked");
		const versions = this.versions(item.subject);
		if (item.base !== versions.length) return no("sheet.changed");
		versions.push({ from: item.id, mark: item.content.marks.c1! });
		const answer = { seq: ++this.seq, version: versions.length };
		this.keys.set(item.key, answer);
		return { kind: "received", receipt: receipt(answer.seq), version: answer.version };
	}
	versions(subject: string): Version[] {
		if (!this.sheets.has(subject)) this.sheets.set(subject, []);
		return this.sheets.get(subject)!;
	}
}

const beat = (): Promise<void> => new Promise((done) => setImmediate(done));

class Lock {
	private holder: AbortController | null = null;
	private readonly queue: (() => void)[] = [];
	alone: World["alone"] = (_owner, run, stop) => {
		const enter = (): void => {
			if (stop.aborted) return;
			const mine = (this.holder = new AbortController());
			stop.addEventListener("abort", () => this.leave(mine));
			void run(mine.signal).catch(() => undefined);
		};
		if (this.holder) this.queue.push(enter);
		else enter();
	};
	private leave(mine: AbortController): void {
		mine.abort();
		if (this.holder !== mine) return;
		this.holder = null;
		while (!this.holder && this.queue.length > 0) this.queue.shift()!();
	}
}

class Luck {
	net: "up" | "down" | "mute" | "shaky" = "up"; // mute: what is sent arrives, the answer does not
	constructor(readonly roll: (n: number) => number) {}
}

async function badDay(seed: number): Promise<string[]> {
	const roll = dice(seed);
	const server = new Server();
	const luck = new Luck(roll);
	const lock = new Lock();
	const factory = new IDBFactory();
	const subjects = ["e1", "e2", "e3"];
	const wentIn: { id: string; subject: string; mark: string }[] = [];
	const pauses = new Set<() => void>();
	let names = 0;

	async function tab() {
		const store = new DiskStore(await openKeep(factory, "t"));
		let dead = false;
		const sender = new Sender(OWNER, {
			store: {
				read: (o) => (dead ? new Promise(() => undefined) : store.read(o)),
				change: (o, m) => (dead ? new Promise(() => undefined) : store.change(o, m)),
			},
			sign: async () => null,
			async post(item) {
				await beat();
				if (dead && roll(2)) return new Promise(() => undefined);
				const [arrives, answered] =
					luck.net === "up"
						? [true, true]
						: luck.net === "down"
							? [false, false]
							: luck.net === "mute"
								? [true, false]
								: [roll(3) > 0, roll(3) > 0];
				const answer = arrives ? server.take(item) : null;
				await beat();
				if (dead) return new Promise(() => undefined); // crashed while waiting for the answer
				return answered && answer ? answer : outcomeOf({ status: 0, code: "network", detail: "" });
			},
			alone: lock.alone,
			pause: (_ms, over) =>
				new Promise((done) => {
					const end = (): void => {
						pauses.delete(end);
						done();
					};
					pauses.add(end);
					over.addEventListener("abort", end, { once: true });
				}),
			told: () => undefined,
			chance: () => 0.5,
		});
		sender.start();
		return {
			store,
			sender,
			crash(): void {
				dead = true;
				sender.stop();
			},
		};
	}

	const tabs = [await tab()];
	if (roll(3) === 0) tabs.push(await tab());
	const acts = 8 + roll(14);
	for (let i = 0; i < acts; i++) {
		const t = tabs[roll(tabs.length)]!;
		const subject = subjects[roll(subjects.length)]!;
		switch (roll(10)) {
			case 0:
			case 1:
			case 2:
			case 3: {
				const mark = String(++names);
				const name = `d${names}`;
				const done = (await t.store.read(OWNER)).filter((x) => x.subject === subject && x.state === "received");
				const saw = Math.max(0, ...done.map((x) => x.version));
				await t.store.change(OWNER, (now) => edit(now, OWNER, place(subject), marks(mark), saw, name));
				if (roll(5) > 0) {
					const items = await t.store.change(OWNER, (now) => {
						const draft = draftAt(now, place(subject));
						return draft ? submit(now, draft.id) : {};
					});
					const gone = at(items, place(subject)).filter((x) => x.n > 0);
					for (const x of gone)
						if (!wentIn.some((w) => w.id === x.id)) wentIn.push({ id: x.id, subject, mark: x.content.marks.c1! });
					t.sender.poke();
				}
				break;
			}
			case 4:
				t.crash();
				tabs[tabs.indexOf(t)] = await tab();
				break;
			case 5:
			case 6:
				luck.net = (["up", "down", "mute", "shaky"] as const)[roll(4)]!;
				break;
			case 7:
				if (roll(3) === 0) server.versions(subject).push({ from: "other device", mark: "other" });
				break;
			case 8:
				if (roll(4) === 0) server.locked.add(subject);
				break;
			case 9: {
				// The expert settles a conflict, having seen what is in force.
				const items = await t.store.read(OWNER);
				const mine = at(items, place(subject)).filter((x) => x.state === "conflict").at(-1);
				if (!mine) break;
				const name = `m${++names}`;
				const takes = roll(2) === 0;
				await t.store.change(OWNER, (now) =>
					decide(now, place(subject), takes ? mine.id : null, server.versions(subject).length, name),
				);
				if (takes) wentIn.push({ id: name, subject, mark: mine.content.marks.c1! });
				t.sender.poke();
				break;
			}
		}
		for (let b = roll(5); b > 0; b--) await beat();
		if (roll(2)) for (const end of [...pauses]) end();
	}

	// The network comes back, the tablet too.
	luck.net = "up";
	for (const t of tabs.splice(0)) t.crash();
	tabs.push(await tab());
	const last = tabs[0]!;
	for (let i = 0; i < 400; i++) {
		if (!(await last.store.read(OWNER)).some(onItsWay)) break;
		last.sender.poke();
		await beat();
	}
	const items = await last.store.read(OWNER);
	last.crash();

	const faults: string[] = [];
	for (const w of wentIn) {
		const item = items.find((x) => x.id === w.id);
		const there = server.versions(w.subject).filter((v) => v.from === w.id);
		if (!item) faults.push(`${w.id} is gone`);
		else if (onItsWay(item)) faults.push(`${w.id} is still ${item.state}`);
		else if (item.content.marks.c1 !== w.mark) faults.push(`${w.id} changed after it was handed in`);
		else if (item.state === "received") {
			if (there.length !== 1) faults.push(`${w.id} is there ${there.length} times`);
			else if (server.versions(w.subject)[item.version - 1]?.from !== w.id) faults.push(`${w.id} has a wrong receipt`);
		} else if (there.length > 0) faults.push(`${w.id} is ${item.state} and yet in force once`);
	}
	for (const subject of subjects) {
		const order = wentIn.filter((w) => w.subject === subject).map((w) => w.id);
		const inForce = server.versions(subject).map((v) => v.from).filter((f) => f !== "other device");
		const places = inForce.map((f) => order.indexOf(f));
		if (places.some((p, i) => p < 0 || (i > 0 && p <= places[i - 1]!))) faults.push(`${subject} came out of order`);
		if (new Set(inForce).size !== inForce.length) faults.push(`${subject} holds a double`);
	}
	return faults;
}

describe("a day of crashes, lost answers, dead networks and a second device", () => {
	// Every version handed in is acknowledged exactly once, in order, or visibly in conflict, refused or settled.
	it("1,500 times over", { timeout: 120_000 }, async () => {
		for (let seed = 0; seed < 1500; seed++) {
			const faults = await badDay(seed);
			if (faults.length > 0) expect.fail(`seed ${seed}: ${faults.join("; ")}`);
		}
	});
});
