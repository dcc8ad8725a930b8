// One act of a person in office: asked about, sent once, and answered with its record in the ledger.
import { ref, shallowRef, type ShallowRef } from "vue";
import { Problem, type Seal } from "../api/client";
import { change, newKey, type Method } from "../api/staff";
import { loadMe } from "./me";
import { findRecord, ledgerSize } from "./record";

export interface Deed {
	method?: Method;
	path: string;
	body?: object | null;
	record?: string; // the type of the record that it leaves
}

// An act whose place on the page went with what it ended.
export interface LastDeed {
	contest: string;
	what: string;
	seal: ShallowRef<Seal | null>; // may still be looked for
}
export const lastDeed = shallowRef<LastDeed | null>(null);

export function useDeed<T = unknown>(contest: () => string) {
	const busy = ref(false);
	const problem = shallowRef<Problem | null>(null);
	const seal = shallowRef<Seal | null>(null);
	const done = ref(false);
	let key = "";
	let meant = "";

	async function run(deed: Deed): Promise<{ answer: T | null } | null> {
		// The same thing tried again is the same request; another thing, or one that was answered, is a new one.
		const meaning = JSON.stringify(deed);
		if (meaning !== meant) [key, meant] = [newKey(), meaning];
		busy.value = true;
		problem.value = null;
		done.value = false;
		seal.value = null;
		try {
			const from = deed.record ? await ledgerSize(contest()).catch(() => null) : null;
			const answer = await change<T>(deed.method ?? "POST", deed.path, deed.body ?? null, key);
			meant = "";
			done.value = true;
			if (deed.record && from !== null) void seek(deed.record, from);
			return { answer };
		} catch (cause) {
			problem.value = cause instanceof Problem ? cause : new Problem(0, "network", "");
			if (problem.value.status !== 0) meant = "";
			return null;
		} finally {
			busy.value = false;
		}
	}

	async function seek(type: string, from: number): Promise<void> {
		try {
			const who = await loadMe();
			seal.value = who && (await findRecord(contest(), from, type, who.id));
		} catch {
			/* the act stands without its number on the page */
		}
	}

	function forget(): void {
		problem.value = null;
		done.value = false;
		seal.value = null;
	}
	return { busy, problem, seal, done, run, forget };
}
