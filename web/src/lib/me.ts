// Who is signed in here. Visitors ask nothing: a note in this browser says whether somebody signed in on it.
import { readonly, shallowRef } from "vue";
import { getMe, Problem, type Me } from "../api/client";
import { remember, remembered } from "../i18n";

const KEY = "leitai.signed-in";
const held = shallowRef<Me | null>(null);
let asking: Promise<Me | null> | null = null;

export const me = readonly(held) as Readonly<typeof held>;

export function setMe(now: Me | null): void {
	held.value = now;
	asking = null;
	remember(KEY, now ? "1" : "");
}

async function ask(): Promise<Me | null> {
	try {
		setMe((await getMe()(null)).data);
	} catch (cause) {
		asking = null;
		if (!(cause instanceof Problem) || cause.status !== 401) throw cause;
		setMe(null);
	}
	return held.value;
}

// Null: nobody. Asks the server once; a page for staff asks (`sure`) even where no note was left.
export async function loadMe(sure = true): Promise<Me | null> {
	if (held.value) return held.value;
	if (!sure && !remembered(KEY)) return null;
	return (asking ??= ask());
}

// A session that ended elsewhere is found out by the first refusal.
export function forgetMe(): void {
	if (held.value) setMe(null);
}
