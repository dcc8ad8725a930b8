// Numbers and times as people read them. Nothing here decides: the server sent the order already.
import type { Lang } from "./text";

export interface Split {
	whole: string;
	fraction: string; // with its point, or ""
}

// A score cut at its point, so that a column can align there.
export function splitScore(value: number | null | undefined, decimals: number): Split | null {
	if (value == null || !Number.isFinite(value)) return null;
	const [whole = "", fraction] = value.toFixed(decimals).split(".");
	return { whole: whole.replace("-", "−"), fraction: fraction === undefined ? "" : "." + fraction };
}

export function score(value: number | null | undefined, decimals: number): string {
	const parts = splitScore(value, decimals);
	return parts ? parts.whole + parts.fraction : "–";
}

// Marks carry at most four places; show what is there and no more.
export function mark(value: number | null | undefined): string {
	if (value == null) return "–";
	return String(Math.round(value * 10000) / 10000).replace("-", "−");
}

export const integer = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

export const percent = (part: number, whole: number): string =>
	whole > 0 ? `${Math.round((100 * part) / whole)}%` : "–";

export function bytes(size: number): string {
	if (size < 1024) return `${size} B`;
	const units = ["kB", "MB", "GB"];
	let value = size / 1024;
	let unit = 0;
	while (value >= 1024 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}
	return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

interface Wall {
	at: Date; // its UTC fields are the wall clock's
	zone: string; // "UTC+8", or "" for the reader's own clock
}

const OWN = /([+-])(\d\d):(\d\d)$/;

function zoneName(minutes: number): string {
	const rest = Math.abs(minutes) % 60;
	return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(Math.abs(minutes) / 60)}${rest ? ":" + String(rest).padStart(2, "0") : ""}`;
}

// By the contest's clock: the offset given, else the one in the stamp, else the reader's own.
function wallClock(stamp: string, offset?: number): Wall | null {
	const ms = Date.parse(stamp);
	if (Number.isNaN(ms)) return null;
	const own = OWN.exec(stamp);
	const minutes = offset ?? (own ? (own[1] === "-" ? -1 : 1) * (Number(own[2]) * 60 + Number(own[3])) : undefined);
	if (minutes !== undefined) return { at: new Date(ms + minutes * 60000), zone: zoneName(minutes) };
	return { at: new Date(ms - new Date(ms).getTimezoneOffset() * 60000), zone: "" };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n: number): string => String(n).padStart(2, "0");

function dayOf(at: Date, lang: Lang, withYear: boolean): string {
	const [y, m, d] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
	if (lang === "zh") return `${withYear ? `${y}年` : ""}${m + 1}月${d}日`;
	return `${d} ${MONTHS[m]}${withYear ? ` ${y}` : ""}`;
}

export function date(stamp: string | undefined, lang: Lang, offset?: number): string {
	const wall = stamp ? wallClock(stamp, offset) : null;
	return wall ? dayOf(wall.at, lang, true) : "";
}

export function dateTime(stamp: string | undefined, lang: Lang, offset?: number): string {
	const wall = stamp ? wallClock(stamp, offset) : null;
	if (!wall) return "";
	const clock = `${two(wall.at.getUTCHours())}:${two(wall.at.getUTCMinutes())}`;
	return `${dayOf(wall.at, lang, true)} ${clock}${wall.zone ? ` (${wall.zone})` : ""}`;
}

// "14:05" by the contest's clock.
export function clockTime(when: string | number | undefined, offset?: number): string {
	if (when === undefined) return "";
	const wall = wallClock(typeof when === "number" ? new Date(when).toISOString() : when, offset);
	return wall ? `${two(wall.at.getUTCHours())}:${two(wall.at.getUTCMinutes())}` : "";
}

// "10–18 Nov 2020", "2020年6月1日–9月30日": what both ends share is said once.
// An end at midnight is the end of the day before.
export function span(starts: string | undefined, ends: string | undefined, lang: Lang, offset?: number): string {
	const a = starts ? wallClock(starts, offset) : null;
	const b = ends ? wallClock(ends, offset) : null;
	if (!a || !b) return date(starts ?? ends, lang, offset);
	const x = a.at;
	const y = b.at.getTime() % 86400000 === 0 && b.at > x ? new Date(b.at.getTime() - 1) : b.at;
	const sameYear = x.getUTCFullYear() === y.getUTCFullYear();
	const sameMonth = sameYear && x.getUTCMonth() === y.getUTCMonth();
	if (sameMonth && x.getUTCDate() === y.getUTCDate()) return dayOf(x, lang, true);
	if (lang === "zh") {
		if (sameMonth) return `${dayOf(x, lang, true)}–${y.getUTCDate()}日`;
		return `${dayOf(x, lang, true)}–${dayOf(y, lang, !sameYear)}`;
	}
	if (sameMonth) return `${x.getUTCDate()}–${dayOf(y, lang, true)}`;
	return `${dayOf(x, lang, !sameYear)} – ${dayOf(y, lang, true)}`;
}

export function minutes(seconds: number | undefined): string {
	if (!seconds) return "";
	return seconds % 60 === 0 ? String(seconds / 60) : String(Math.round(seconds / 6) / 10);
}

// Hashes in groups of eight: people compare them by eye.
export const grouped = (hex: string, size = 8): string => hex.match(new RegExp(`.{1,${size}}`, "g"))?.join(" ") ?? "";
