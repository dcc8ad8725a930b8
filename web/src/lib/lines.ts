// Lines that people of the hall commit to. The server learns their hashes; the lines stay on this device until they are
// revealed, also through a reload or an emptied battery.
import { remember, remembered } from "../i18n";
import { shaText } from "./draw";

export const LINE_BYTES = 1000;
const KEPT = 200; // newest of a contest

const place = (contest: string): string => `leitai.draw.${contest}`;

export function keptLines(contest: string): string[] {
	try {
		const kept = JSON.parse(remembered(place(contest)) ?? "[]") as unknown;
		return Array.isArray(kept) ? kept.filter((line): line is string => typeof line === "string") : [];
	} catch {
		return [];
	}
}

export function keepLine(contest: string, line: string): void {
	remember(place(contest), JSON.stringify([...keptLines(contest).filter((l) => l !== line), line].slice(-KEPT)));
}

// Hash → line, of those that this device knows.
export const linesByHash = (contest: string): Map<string, string> =>
	new Map(keptLines(contest).map((line) => [shaText(line), line]));

const random = (): string =>
	Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

// Who gave it first, then their words, then something that nobody can try out.
export function makeLine(who: string, words: string): string {
	const plain = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
	return [plain(who), plain(words), random()].filter(Boolean).join(" ");
}

export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
export const fits = (line: string): boolean => new TextEncoder().encode(line).length <= LINE_BYTES;
