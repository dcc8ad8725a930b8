// Signing out of a browser that may hold sheets no server has yet.
import { signOut } from "../api/client";
import { forgetExpert } from "./keep";
import { loadMe, setMe } from "./me";

export async function leave(): Promise<void> {
	const who = await loadMe().catch(() => null);
	if (who) await signOut(who.token).catch(() => undefined);
	setMe(null);
	await forgetExpert();
}
