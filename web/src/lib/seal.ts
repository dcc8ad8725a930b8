// The seal that is open just now; one dialog serves every seal of the page.
import { shallowRef } from "vue";
import type { Seal } from "../api/client";

export interface OpenSeal {
	contest: string;
	seal: Seal;
	what: string;
	offset?: number; // of the contest's clock, minutes
}
export const openSeal = shallowRef<OpenSeal | null>(null);
