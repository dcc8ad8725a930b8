// What a refused sign-in says in the reader's words; null: the server's own sentence will do.
import { Problem } from "../api/client";

const known = {
	"sign-in.refused": "me.refused",
	"sign-in.code": "me.codeNeeded",
	"sign-in.wait": "me.wait",
	"sign-in.insecure": "me.insecure",
	"sign-in.link": "me.linkGoneText",
	network: "trouble.offline",
} as const;

export type SignInWords = (typeof known)[keyof typeof known];

export function refusal(cause: unknown): SignInWords | null {
	return cause instanceof Problem && cause.code in known ? known[cause.code as keyof typeof known] : null;
}
