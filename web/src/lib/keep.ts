// What this browser keeps for an expert: the queue, the last answer of the server, the device's key. IndexedDB, each
// write on disk before it is said to be (durability: strict). Where the browser refuses (a private window, a full disk)
// the queue goes on in this window's memory and `trouble` says so.
import { unsent, type Change, type Item } from "./queue";
import type { Store } from "./sender";

export type Trouble = "private" | "full" | null;

const request = <T>(wanted: IDBRequest<T>): Promise<T> =>
	new Promise((resolve, reject) => {
		wanted.onsuccess = () => resolve(wanted.result);
		wanted.onerror = () => reject(wanted.error);
	});
const finished = (tx: IDBTransaction): Promise<void> =>
	new Promise((resolve, reject) => {
		tx.oncomplete = () => resolve();
		tx.onabort = () => reject(tx.error ?? new DOMException("aborted", "AbortError"));
	});

export function openKeep(factory: IDBFactory = indexedDB, name = "leitai"): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		const opening = factory.open(name, 1);
		opening.onupgradeneeded = () => {
			const db = opening.result;
			db.createObjectStore("items", { keyPath: "id" }).createIndex("owner", "owner");
			db.createObjectStore("kept");
			db.createObjectStore("keys");
		};
		opening.onsuccess = () => {
			opening.result.onversionchange = () => opening.result.close();
			resolve(opening.result);
		};
		opening.onerror = () => reject(opening.error);
		opening.onblocked = () => reject(new DOMException("blocked", "AbortError"));
	});
}

function applied(items: Item[], { put = [], drop = [] }: Change): Item[] {
	const after = new Map(items.map((x) => [x.id, x]));
	for (const id of drop) after.delete(id);
	for (const item of put) after.set(item.id, item);
	return [...after.values()];
}

export class DiskStore implements Store {
	constructor(private readonly db: IDBDatabase) {}

	read(owner: string): Promise<Item[]> {
		return request<Item[]>(this.db.transaction("items").objectStore("items").index("owner").getAll(owner));
	}
	async change(owner: string, make: (items: Item[]) => Change): Promise<Item[]> {
		const tx = this.db.transaction("items", "readwrite", { durability: "strict" });
		const done = finished(tx);
		done.catch(() => undefined); // whoever awaits it hears of it
		const table = tx.objectStore("items");
		const items = await request<Item[]>(table.index("owner").getAll(owner));
		let made: Change;
		try {
			made = make(items);
			for (const id of made.drop ?? []) table.delete(id);
			for (const item of made.put ?? []) table.put(item);
		} catch (cause) {
			tx.abort();
			throw cause;
		}
		await done;
		return applied(items, made);
	}
}

// The disk while it takes what is written; this window's memory from the first refusal on, until it takes it again. Then
// it gets what changed here and nothing else, since another window may have gone on writing to it.
export class CarefulStore implements Store {
	private memory: Map<string, Item[]> | null;
	private readonly known = new Map<string, Item[]>(); // what the disk held when memory took over
	constructor(
		private readonly disk: Store | null, // null: the browser gives none
		private readonly changed: (trouble: Trouble) => void,
	) {
		this.memory = disk ? null : new Map();
		if (!disk) changed("private");
	}
	get trouble(): Trouble {
		return !this.memory ? null : this.disk ? "full" : "private";
	}

	async read(owner: string): Promise<Item[]> {
		const held = this.memory?.get(owner);
		if (held || !this.disk) return held ?? [];
		return this.disk.read(owner);
	}
	async change(owner: string, make: (items: Item[]) => Change): Promise<Item[]> {
		const before = this.memory ? await this.read(owner) : null;
		if (before) {
			if (!this.memory!.has(owner)) this.known.set(owner, before);
			const after = applied(before, make(before));
			this.memory!.set(owner, after);
			return this.back(owner, after);
		}
		try {
			return await this.disk!.change(owner, make);
		} catch {
			const items = await this.disk!.read(owner).catch((): Item[] => []);
			const after = applied(items, make(items));
			this.memory = new Map([[owner, after]]);
			this.known.set(owner, items);
			this.changed("full");
			return after;
		}
	}
	private async back(owner: string, items: Item[]): Promise<Item[]> {
		if (!this.disk) return items;
		try {
			const before = this.known.get(owner) ?? [];
			const names = new Set(items.map((x) => x.id));
			const all = await this.disk.change(owner, () => ({
				put: items.filter((x) => !before.includes(x)), // what is not changed is the same object still
				drop: before.filter((x) => !names.has(x.id)).map((x) => x.id),
			}));
			this.memory!.delete(owner);
			this.known.delete(owner);
			if (this.memory!.size === 0) this.memory = null;
			this.changed(this.trouble);
			return all;
		} catch {
			return items; // it is full still; memory holds everything
		}
	}
}

// ---- single values: the last answer, who it was for, keys

export async function getKept<T>(db: IDBDatabase | null, key: string, store: "kept" | "keys" = "kept"): Promise<T | null> {
	if (!db) return null;
	try {
		return ((await request(db.transaction(store).objectStore(store).get(key))) as T | undefined) ?? null;
	} catch {
		return null;
	}
}
export async function putKept(
	db: IDBDatabase | null,
	key: string,
	value: unknown,
	store: "kept" | "keys" = "kept",
): Promise<boolean> {
	if (!db) return false;
	try {
		const tx = db.transaction(store, "readwrite", { durability: "strict" });
		if (value === null) tx.objectStore(store).delete(key);
		else tx.objectStore(store).put(value, key);
		await finished(tx);
		return true;
	} catch {
		return false;
	}
}

const opened = async (): Promise<IDBDatabase | null> => {
	try {
		return await openKeep();
	} catch {
		return null;
	}
};

// How many sheets of whomsoever this browser holds that no server has: asked before signing out.
export async function countUnsent(): Promise<number> {
	const db = await opened();
	if (!db) return 0;
	try {
		const all = await request<Item[]>(db.transaction("items").objectStore("items").getAll());
		return unsent(all).length;
	} catch {
		return 0;
	} finally {
		db.close();
	}
}

// At signing out: everything but what no server has yet, which only its own expert will see again.
export async function forgetExpert(): Promise<void> {
	const db = await opened();
	if (!db) return;
	try {
		const tx = db.transaction(["items", "kept"], "readwrite", { durability: "strict" });
		const done = finished(tx);
		tx.objectStore("kept").clear();
		const table = tx.objectStore("items");
		for (const item of await request<Item[]>(table.getAll()))
			if (item.state === "received" || item.state === "settled") table.delete(item.id);
		await done;
	} catch {
		/* nothing was kept, or nothing can be */
	} finally {
		db.close();
	}
}
