// Signing in through another provider: where its button leads, and what the way back tells when it went wrong.
import { base } from "../api/base";

// After signing in the page here finds out who it is and goes on.
export const DONE = "/sign-in?done=1";

export const providerPath = (name: string, to: string | null): string =>
	`${base}/session/oidc/${encodeURIComponent(name)}?after=${encodeURIComponent(to ?? DONE)}`;

const known = {
	"sign-in.state": "provider.state",
	"sign-in.unlinked": "provider.unlinked",
	"sign-in.provider": "provider.refused",
	"sign-in.wait": "me.wait",
	"provider.unreachable": "provider.away",
	"provider.answer": "provider.away",
	"fetch.off": "provider.away",
} as const;

export type ProviderWords = (typeof known)[keyof typeof known] | "provider.token";

// What stands in the address is anybody's writing: it chooses among our sentences and is never shown as one.
export function returned(code: unknown): ProviderWords | null {
	if (typeof code !== "string" || !/^[a-z]+(-[a-z]+)*\.[a-z-]+$/.test(code)) return null;
	return known[code as keyof typeof known] ?? "provider.token";
}

// Printable ASCII, as subjects are.
export function subjectOf(text: unknown): string | null {
	return typeof text === "string" && /^[\x20-\x7e]{1,255}$/.test(text) ? text : null;
}
