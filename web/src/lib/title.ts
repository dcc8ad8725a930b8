import { watchEffect } from "vue";
import { useWords } from "../i18n";

// The window's title: what, of which contest, on which site.
export function useTitle(parts: () => (string | undefined)[]): void {
	const { t } = useWords();
	watchEffect(() => {
		document.title = [...parts(), t("site.name")].filter(Boolean).join(" · ");
	});
}
