import type { Ref } from "vue";
import { createI18n, useI18n } from "vue-i18n";
import { htmlLang, languageFrom, pick, type Lang, type Text } from "../lib/text";
import { en } from "./en";
import { zh } from "./zh";

const KEY = "leitai.lang";

// Private windows may forbid storage; the choice then lasts as long as the page.
export function remembered(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}
export function remember(key: string, value: string): void {
	try {
		localStorage.setItem(key, value);
	} catch {
		/* nothing to do */
	}
}

export const i18n = createI18n({
	legacy: false,
	locale: languageFrom(remembered(KEY), navigator.languages),
	fallbackLocale: "en",
	messages: { zh, en },
});

const mark = (lang: Lang): void => void (document.documentElement.lang = htmlLang(lang));
mark(i18n.global.locale.value as Lang);

export function setLanguage(lang: Lang): void {
	remember(KEY, lang);
	showLanguage(lang);
}
// For as long as the page lives: a screen that its address tells to speak a language changes nobody's choice.
export function showLanguage(lang: Lang): void {
	i18n.global.locale.value = lang;
	mark(lang);
}

// `t` for the site's words, `say` for the contest's own titles.
export function useWords() {
	const { t, locale, tm, te } = useI18n({ useScope: "global" });
	const lang = locale as unknown as Ref<Lang>;
	return {
		t,
		te,
		list: (key: string) => tm(key) as unknown as string[],
		lang,
		say: (text: Text | string | undefined | null) => pick(text, lang.value),
	};
}
