// A draw done again in the reader's browser, by docs/draw.md: nothing of the server is trusted but the files themselves.
import type { components } from "../api/schema";
import { sha256 } from "./sha256";

export type Draw = components["schemas"]["Draw"];
export type Draws = components["schemas"]["Draws"];

// drand's chain "quicknet".
export const CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
const GENESIS = 1692803367;
const PERIOD = 3;
// What counts should a round never come: the one a day later.
export const FALLBACK = 28800;

export const roundAt = (ms: number): number => Math.floor((Math.floor(ms / 1000) - GENESIS) / PERIOD) + 1;
export const timeOf = (round: number): number => (GENESIS + (round - 1) * PERIOD) * 1000;
export const beaconPath = (round: number): string => `/${CHAIN}/public/${round}`;
// One of many nodes; all of them answer the same.
export const beaconUrl = (round: number): string => `https://api.drand.sh${beaconPath(round)}`;

const utf8 = new TextEncoder();
const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
export const shaText = (text: string): string => hex(sha256(utf8.encode(text)));
const shaHex = (digits: string): string =>
	hex(sha256(Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16))));

// As LC_ALL=C sort compares: by bytes, where JavaScript would compare UTF-16 units.
export function byBytes(a: string, b: string): number {
	const [x, y] = [utf8.encode(a), utf8.encode(b)];
	for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
	return x.length - y.length;
}
export const sortUnique = (lines: readonly string[]): string[] => [...new Set(lines)].sort(byBytes);
export const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
const linesOf = (text: string): string[] => text.split("\n").slice(0, -1);
const isSorted = (text: string): boolean => text !== "" && joined(sortUnique(linesOf(text))) === text;

// The value after `key ` in a file of lines.
function of(key: string, text: string): string {
	const line = linesOf(text).find((l) => l.startsWith(`${key} `));
	return line === undefined ? "" : line.slice(key.length + 1);
}

export interface Place {
	id: string;
	key: string;
}
export type CheckName = "pool" | "hall" | "beacon" | "signature" | "seed" | "order";
export interface Recount {
	checks: { name: CheckName; ok: boolean }[];
	ok: boolean;
	seed: string;
	order: Place[];
	beacon: { round: number; signature: string } | null; // whose signature is still to be verified: lib/beacon.ts
}

export function drawOrder(seed: string, pool: readonly string[]): Place[] {
	const places = pool.map((id) => ({ id, key: shaText(`${seed}:${id}`) }));
	return places.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function hallHolds(files: Readonly<Record<string, string | undefined>>): boolean {
	const [reveals, commitments] = [files["reveals.txt"] ?? "", files["commitments.txt"] ?? ""];
	return (
		isSorted(reveals) &&
		shaText(reveals) === of("hall-entropy", files["draw.txt"] ?? "") &&
		joined(linesOf(reveals).map(shaText).sort()) === commitments
	);
}

// What was drawn, drawn again; null while a draw has no order.
export function recount(draw: Draw): Recount | null {
	const files = draw.files;
	const announced = files?.["draw.txt"];
	const pool = files?.["pool.txt"];
	if (draw.state !== "concluded" || !announced || !pool || !draw.order) return null;
	const checks: Recount["checks"] = [];
	const say = (name: CheckName, ok: boolean): void => void checks.push({ name, ok });

	const ids = linesOf(pool);
	say(
		"pool",
		isSorted(pool) && shaText(pool) === of("pool-sha256", announced) && String(ids.length) === of("pool-lines", announced),
	);
	if (of("hall-entropy", announced) !== "-") say("hall", hallHolds(files));

	let randomness = "0".repeat(64);
	let used: Recount["beacon"] = null;
	const beacon = of("beacon", announced);
	if (beacon !== "none") {
		const text = files["beacon.txt"] ?? "";
		const signature = of("signature", text);
		randomness = shaHex(signature);
		const round = Number(of("round", text));
		used = { round, signature };
		const named = [round, round - FALLBACK].some((r) => beacon === `drand ${CHAIN} round ${r}`) && text.startsWith(`round ${round}\n`);
		say("beacon", named && /^[0-9a-f]{96}$/.test(signature) && randomness === of("randomness", text));
	}
	const announcement = shaText(announced);
	const seed = shaText(`${announcement}:${randomness}`);
	say("seed", draw.seed === seed);
	const order = drawOrder(seed, ids);
	const text =
		`leitai-order/1\nannouncement ${announcement}\nrandomness ${randomness}\nseed ${seed}\n` +
		joined(order.map((p, i) => `${i + 1} ${p.id}`));
	const same = order.length === draw.order.length && order.every((p, i) => p.id === draw.order![i]!.id && p.key === draw.order![i]!.key);
	say("order", same && draw["order.txt"] === text);
	return { checks, ok: checks.every((c) => c.ok), seed, order, beacon: used };
}

export interface DrawFile {
	name: string;
	text: string;
}
export function filesOf(draw: Draw): DrawFile[] {
	const files = draw.files as Record<string, string | undefined> | undefined;
	const names = ["draw.txt", "pool.txt", "commitments.txt", "reveals.txt", "beacon.txt"];
	const out = names.flatMap((name) => (files?.[name] ? [{ name, text: files[name]! }] : []));
	return draw["order.txt"] ? [...out, { name: "order.txt", text: draw["order.txt"] }] : out;
}

// The same in a shell, in the folder of the saved files; `leitai draw check` prints these lines with more comparisons.
export function shellLines(draw: Draw): string[] {
	const text = draw.files?.["draw.txt"];
	if (!text) return [];
	const hall = of("hall-entropy", text) !== "-";
	const beacon = of("beacon", text) !== "none";
	return [
		"h() { sha256sum | cut -c1-64; }",
		"LC_ALL=C sort -uc pool.txt && h < pool.txt    # pool-sha256 in draw.txt",
		...(hall
			? [
					"h < reveals.txt    # hall-entropy in draw.txt",
					'while IFS= read -r l; do printf %s "$l" | h; done < reveals.txt | LC_ALL=C sort | cmp - commitments.txt',
				]
			: []),
		"A=$(h < draw.txt)",
		beacon
			? "RND=$(for b in $(sed -n 's/^signature //p' beacon.txt | fold -w 2); do printf \"\\\\$(printf %03o \"0x$b\")\"; done | h)"
			: "RND=$(printf %064d 0)",
		'SEED=$(printf %s "$A:$RND" | h)',
		'while IFS= read -r id; do printf \'%s  %s\\n\' "$(printf %s "$SEED:$id" | h)" "$id"; done < pool.txt | LC_ALL=C sort | cut -c67- | awk \'{ print NR " " $0 }\'',
	];
}

// What was pasted: 96 digits, or a node's whole answer, of one of the rounds that may count.
export function readSignature(pasted: string, rounds: readonly number[]): { signature: string } | { wrong: "form" | "round" } {
	const text = pasted.trim();
	let signature: unknown = text.toLowerCase();
	if (text.startsWith("{")) {
		try {
			const told = JSON.parse(text) as { round?: unknown; signature?: unknown };
			if (told.round !== undefined && !rounds.includes(told.round as number)) return { wrong: "round" };
			signature = told.signature;
		} catch {
			return { wrong: "form" };
		}
	}
	return typeof signature === "string" && /^[0-9a-f]{96}$/.test(signature) ? { signature } : { wrong: "form" };
}

// ---- who is drawn from
const ID = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;
export function readPool(text: string): { ids: string[]; wrong: string | null } {
	const ids = sortUnique(
		text
			.split(/[\s,，、;；]+/)
			.map((word) => word.trim())
			.filter(Boolean),
	);
	return { ids, wrong: ids.find((id) => !ID.test(id)) ?? null };
}

// A full minute at least `minutes` ahead: it can be said aloud.
export const beaconMoment = (now: number, minutes: number): number => Math.ceil((now + minutes * 60_000) / 60_000) * 60_000;
