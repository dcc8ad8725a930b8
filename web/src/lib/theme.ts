import { ref } from "vue";
import { remember, remembered } from "../i18n";

export type Theme = "auto" | "light" | "dark";
const KEY = "leitai.theme";
const ORDER: Theme[] = ["auto", "light", "dark"];

const saved = remembered(KEY);
export const theme = ref<Theme>(saved === "light" || saved === "dark" ? saved : "auto");
const system = matchMedia("(prefers-color-scheme: dark)");
export const isDark = ref(false);

function apply(): void {
	if (theme.value === "auto") delete document.documentElement.dataset.theme;
	else document.documentElement.dataset.theme = theme.value;
	isDark.value = theme.value === "dark" || (theme.value === "auto" && system.matches);
}
system.addEventListener("change", apply);
apply();

export function nextTheme(): void {
	theme.value = ORDER[(ORDER.indexOf(theme.value) + 1) % ORDER.length]!;
	remember(KEY, theme.value);
	apply();
}

// For as long as the page lives: a screen that its address tells to be dark changes nobody's choice.
export function showTheme(wanted: Theme): void {
	theme.value = wanted;
	apply();
}
