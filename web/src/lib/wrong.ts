// A refusal in the reader's words: what happened, and what to do next. Unknown codes say what the server said.
import { Problem } from "../api/client";
import { useWords } from "../i18n";
import "../i18n/desk";

export function useWrong() {
	const { t, te } = useWords();
	return (cause: unknown): string => {
		if (!(cause instanceof Problem)) return t("trouble.render");
		const key = `desk.wrong.${cause.code.replaceAll(".", "_")}`;
		if (!te(key)) return cause.detail || t("trouble.errorText", { code: cause.code });
		return t(key);
	};
}
