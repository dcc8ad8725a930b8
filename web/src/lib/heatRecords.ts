// The records of a heat's lock and countersignature, found in the public ledger from its end backwards.
import { onScopeDispose, shallowRef, watch } from "vue";
import { getProof, type Seal } from "../api/client";
import { hex, leafHash } from "./ledger";
import { getRecords, type LedgerRecord } from "./record";

export interface HeatRecord {
	seal: Seal;
	sheets?: number;
	missing?: number;
}
interface Asked {
	contest: string;
	stage: string;
	heat: string;
	locked: boolean;
	signed: boolean;
}

const PIECE = 2000;
const MOST = 30; // pieces: a desk looks at the day's end of the ledger, not at its beginning

const sealed = async (r: LedgerRecord): Promise<HeatRecord> => ({
	seal: { seq: r.seq, leaf: hex(await leafHash(r.line)), ts: r.ts },
	sheets: r.body?.sheets as number | undefined,
	missing: r.body?.missing as number | undefined,
});

export function useHeatRecords(asked: () => Asked) {
	const lock = shallowRef<HeatRecord | null>(null);
	const sign = shallowRef<HeatRecord | null>(null);
	const size = shallowRef(0);
	let control: AbortController | null = null;

	async function seek(a: Asked, signal: AbortSignal): Promise<void> {
		const top = (await getProof(a.contest)(null, signal)).data?.size ?? 0;
		size.value = top;
		for (let n = 0, end = top + PIECE; n < MOST && end > 0; n++, end -= PIECE) {
			const from = Math.max(0, end - PIECE);
			const records = await getRecords(a.contest, from, end - from, signal);
			const mine = records.filter((r) => r.body?.stage === a.stage && r.body?.heat === a.heat);
			const [l, s] = ["heat.lock", "heat.sign"].map((type) => mine.find((r) => r.type === type));
			if (s) sign.value = await sealed(s);
			if (l) lock.value = await sealed(l);
			if (lock.value && (sign.value || !a.signed)) return;
		}
	}
	watch(
		() => JSON.stringify(asked()),
		(text) => {
			control?.abort();
			const a = JSON.parse(text) as Asked;
			if (!a.locked) lock.value = sign.value = null;
			if (!a.locked || (lock.value && (sign.value || !a.signed))) return;
			control = new AbortController();
			seek(a, control.signal).catch(() => undefined); // numbers beside the words; the words stand without
		},
		{ immediate: true },
	);
	onScopeDispose(() => control?.abort());
	return { lock, sign, size };
}
