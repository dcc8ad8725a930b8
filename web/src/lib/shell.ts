// The page's own files, kept by a service worker so that it opens without a network. The worker's scope is this one
// page: it never sees, let alone answers, any other address of the site.
import { remember } from "../i18n";

export const LAST_CONTEST = "leitai.marking";

export function registerShell(contest: string): void {
	remember(LAST_CONTEST, contest); // where an icon on the home screen leads
	if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
	for (const scope of [`/c/${encodeURIComponent(contest)}/mark`, "/mark"])
		void navigator.serviceWorker.register("/sw.js", { scope, updateViaCache: "none" }).catch(() => undefined);
}
