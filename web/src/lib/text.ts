// Titles come as {zh, en} with at least one of them.

export type Lang = "zh" | "en";
export interface Text {
	zh?: string;
	en?: string;
}

export function pick(text: Text | string | undefined | null, lang: Lang): string {
	if (text == null) return "";
	if (typeof text === "string") return text;
	return (lang === "zh" ? (text.zh ?? text.en) : (text.en ?? text.zh)) ?? "";
}

// The language a title is really in, for the `lang` attribute: a fallback is read aloud in its own voice.
export function langOf(text: Text | undefined | null, lang: Lang): Lang {
	if (!text) return lang;
	if (lang === "zh") return text.zh ? "zh" : "en";
	return text.en ? "en" : "zh";
}

const CJK = /[\u3400-\u9fff\uf900-\ufaff]/;

// A rehearsal's made-up words are written in both languages, "彩排项目 014 · Rehearsal entry 014" or "广东 Guangdong":
// this picks the reader's half. Real names are never cut; only callers that know of a rehearsal ask.
export function half(text: string, lang: Lang): string {
	const dot = text.indexOf(" · ");
	let [zh, en] = dot < 0 ? ["", ""] : [text.slice(0, dot), text.slice(dot + 3)];
	if (!CJK.test(zh) || CJK.test(en) || !en) {
		const found =
			/^(.*[\u3400-\u9fff\uf900-\ufaff]\S*) ([^\u3400-\u9fff\uf900-\ufaff]*[A-Za-z][^\u3400-\u9fff\uf900-\ufaff]*)$/.exec(
				text,
			);
		if (!found) return text;
		[zh, en] = [found[1]!, found[2]!];
	}
	return lang === "zh" ? zh : en;
}

// A line neither starts with a closing mark nor ends with an opening one.
const mayBreak = (before: string, after: string): boolean =>
	!/^(?![\p{Ps}\p{Pi}])[\p{P}\p{S}\s]/u.test(after) && !/[\p{Ps}\p{Pi}]$/u.test(before);

// A Chinese title in the pieces between which it may break: words, as far as the browser knows them.
export function phrases(text: string): string[] {
	if (!CJK.test(text) || typeof Intl.Segmenter !== "function") return [text];
	const pieces: string[] = [];
	for (const { segment } of new Intl.Segmenter("zh", { granularity: "word" }).segment(text)) {
		const last = pieces.length - 1;
		if (last >= 0 && !mayBreak(pieces[last]!, segment)) pieces[last] += segment;
		else pieces.push(segment);
	}
	return pieces;
}

export const htmlLang = (lang: Lang): string => (lang === "zh" ? "zh-CN" : "en");

export function languageFrom(saved: string | null, wanted: readonly string[]): Lang {
	if (saved === "zh" || saved === "en") return saved;
	for (const tag of wanted) {
		const primary = tag.toLowerCase().split("-")[0];
		if (primary === "zh" || primary === "en") return primary;
	}
	return "en";
}
