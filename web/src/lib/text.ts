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

export const htmlLang = (lang: Lang): string => (lang === "zh" ? "zh-CN" : "en");

export function languageFrom(saved: string | null, wanted: readonly string[]): Lang {
	if (saved === "zh" || saved === "en") return saved;
	for (const tag of wanted) {
		const primary = tag.toLowerCase().split("-")[0];
		if (primary === "zh" || primary === "en") return primary;
	}
	return "en";
}
