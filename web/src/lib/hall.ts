// What every screen of the hall does: stays awake, hides an idle pointer, speaks and looks as its address says.
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";
import { useRoute } from "vue-router";
import { showLanguage } from "../i18n";
import { showTheme } from "./theme";

const IDLE_MS = 3000;

export function useHall(kind: string): { idle: Ref<boolean> } {
	const route = useRoute();
	const lang = route.query.lang;
	if (lang === "zh" || lang === "en") showLanguage(lang);
	const theme = route.query.theme;
	if (theme === "dark" || theme === "light") showTheme(theme);

	const idle = ref(false);
	let timer: ReturnType<typeof setTimeout> | undefined;
	const stir = (): void => {
		idle.value = false;
		clearTimeout(timer);
		timer = setTimeout(() => (idle.value = true), IDLE_MS);
	};

	// A browser lets go of the lock whenever the page is hidden.
	let lock: WakeLockSentinel | null = null;
	const stayAwake = async (): Promise<void> => {
		if (document.visibilityState !== "visible" || (lock && !lock.released)) return;
		try {
			lock = (await navigator.wakeLock?.request("screen")) ?? null;
		} catch {
			/* not allowed here: the machine's own settings decide */
		}
	};
	const root = document.documentElement;
	onMounted(() => {
		root.classList.add("hall", `hall-${kind}`);
		for (const name of ["pointermove", "pointerdown", "keydown"]) addEventListener(name, stir, { passive: true });
		document.addEventListener("visibilitychange", stayAwake);
		stir();
		void stayAwake();
	});
	onBeforeUnmount(() => {
		root.classList.remove("hall", `hall-${kind}`);
		for (const name of ["pointermove", "pointerdown", "keydown"]) removeEventListener(name, stir);
		document.removeEventListener("visibilitychange", stayAwake);
		clearTimeout(timer);
		void lock?.release().catch(() => undefined);
	});
	return { idle };
}
