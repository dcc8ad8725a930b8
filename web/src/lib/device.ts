// This device's own key: Ed25519 by WebCrypto, never to leave the browser, kept in IndexedDB. It signs what an expert
// hands in, so that a sheet in somebody else's name would show.
import { getKept, putKept } from "./keep";
import type { Item } from "./queue";
import { toUnits } from "./units";

export interface Device {
	key: string; // base64 of the public key's 32 bytes
	secret: CryptoKey;
}

type Json = string | number | boolean | { [key: string]: Json };

// RFC 8785 for what a sheet's text holds: strings, whole numbers, booleans, objects.
export function canonical(value: Json): string {
	if (typeof value !== "object") return JSON.stringify(value);
	const keys = Object.keys(value).sort(); // ids are ASCII: UTF-16 order is byte order
	return `{${keys.map((k) => `${JSON.stringify(k)}:${canonical(value[k]!)}`).join(",")}}`;
}

// What is signed, byte for byte: criteria that are not marked are left out.
export function sheetText(item: Item, expert: string, base: number): string {
	const marks: Record<string, number> = {};
	for (const [criterion, mark] of Object.entries(item.content.marks)) {
		const units = mark === null || item.content.recused ? null : toUnits(mark);
		if (units !== null) marks[criterion] = units;
	}
	return `leitai-sheet/1\n${canonical({
		base,
		contest: item.contest,
		draft: item.id,
		entry: item.subject,
		expert,
		heat: item.heat,
		marks,
		recused: item.content.recused,
		stage: item.stage,
	})}`;
}

export const toBase64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

// Null where the browser has no Ed25519, or can't keep a key: sheets are sent unsigned then.
export async function openDevice(db: IDBDatabase | null, owner: string): Promise<Device | null> {
	const kept = await getKept<Device>(db, owner, "keys");
	if (kept?.secret instanceof CryptoKey) return kept;
	try {
		const pair = (await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"])) as CryptoKeyPair;
		const device = { key: toBase64(await crypto.subtle.exportKey("raw", pair.publicKey)), secret: pair.privateKey };
		// Another tab may have been quicker: what is kept counts.
		if (!(await putKept(db, owner, device, "keys"))) return null;
		return (await getKept<Device>(db, owner, "keys")) ?? null;
	} catch {
		return null;
	}
}

export async function sign(device: Device, text: string): Promise<{ key: string; signature: string }> {
	const bytes = new TextEncoder().encode(text);
	return { key: device.key, signature: toBase64(await crypto.subtle.sign({ name: "Ed25519" }, device.secret, bytes)) };
}
