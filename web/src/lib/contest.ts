// The contest that the pages under /c/:contest share.
import { computed, inject, type ComputedRef, type InjectionKey } from "vue";
import type { ContestHome } from "../api/client";
import { useWords } from "../i18n";
import { half } from "./text";

export const contestKey: InjectionKey<ComputedRef<ContestHome>> = Symbol("contest");

export function useContest() {
	const contest = inject(contestKey)!;
	const { say, lang } = useWords();
	const named = (list: "divisions" | "regions" | "tracks" | "scenes") =>
		computed(() => {
			const titles = new Map(contest.value[list].map((x) => [x.id, x.title]));
			return (id: string | undefined): string => (id ? say(titles.get(id)) || id : "");
		});
	const [division, region, track, scene] = [named("divisions"), named("regions"), named("tracks"), named("scenes")];
	const name = (text: string | undefined): string =>
		text && contest.value.rehearsal ? half(text, lang.value) : (text ?? "");
	return { contest, name, division, region, track, scene };
}
