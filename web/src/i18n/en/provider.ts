import type { provider as zh } from "../zh/provider";

// Signing in through another provider.
export const provider: { readonly [K in keyof typeof zh]: string } = {
	or: "or",
	through: "Sign in with {title}",
	subject: "Who you are there",
	state: "This sign-in was not begun in this browser, is too old, or was used already. Begin again.",
	unlinked: "You are who you say, but no account here is linked with you there. Give an administrator the name below.",
	refused: "The provider did not confirm who you are. Try again, or use your password.",
	away: "The provider does not answer just now. Passwords work as ever.",
	token: "What the provider sent did not pass our checks, so you are not signed in. Tell an administrator: {code}",
};
