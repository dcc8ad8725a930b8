// What an expert asks and hands in. Sending is the queue's affair (lib/sender.ts): here is one attempt of it.
import { base, Problem } from "./client";
import { forgetMe, loadMe } from "../lib/me";
import { outcomeOf, type Item, type Outcome, type Receipt } from "../lib/queue";
import type { components } from "./schema";

type Schemas = components["schemas"];
// A phase may be newer than the answer: the floor tells it, too.
export type MarkingEntry = Omit<Schemas["MarkingEntry"], "phase"> & { phase: Phase };
export type MarkingHeat = Omit<Schemas["MarkingHeat"], "entries"> & { entries: MarkingEntry[] };
export type Marking = Omit<Schemas["Marking"], "heats"> & { heats: MarkingHeat[] };
export type Criterion = MarkingHeat["criteria"][number];
export type SheetInForce = Schemas["OwnSheet"];
export type Floor = Schemas["Floor"];
export type FloorTold = Omit<Floor, "now"> & { at: string }; // as an event brings it
export type Tie = Schemas["Tie"];
export type Phase = Floor["order"][number]["phase"];

const PATIENCE_MS = 20_000; // a venue's network may swallow a request whole

const part = encodeURIComponent;
const contestPath = (contest: string): string => `${base}/contests/${part(contest)}`;
const stagePath = (contest: string, stage: string): string => `${contestPath(contest)}/stages/${part(stage)}`;

async function told(response: Response): Promise<Problem> {
	const body = (await response.json().catch(() => ({}))) as { code?: unknown; detail?: unknown; title?: unknown };
	const text = (value: unknown): string => (typeof value === "string" ? value : "");
	if (response.status === 401) forgetMe();
	const code = text(body.code) || `http.${response.status}`;
	return new Problem(response.status, code, text(body.detail) || text(body.title));
}

async function reply(path: string, init: RequestInit = {}): Promise<Response> {
	try {
		return await fetch(path, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS), ...init });
	} catch {
		throw new Problem(0, "network", "");
	}
}

async function get<T>(path: string): Promise<T> {
	const response = await reply(path);
	if (!response.ok) throw await told(response);
	try {
		return (await response.json()) as T;
	} catch {
		throw new Problem(0, "network", ""); // cut in the middle
	}
}

export const getMarking = (contest: string): Promise<Marking> => get(`${contestPath(contest)}/marking`);
export const getFloor = (contest: string, stage: string, heat: string): Promise<Floor> =>
	get(`${stagePath(contest, stage)}/heats/${part(heat)}/floor`);
export const getTies = (contest: string, stage: string): Promise<{ ties: Tie[] }> =>
	get(`${stagePath(contest, stage)}/ties`);

// A change needs the token of the session, and that it is still this expert's.
async function tokenFor(contest: string, expert: string): Promise<string> {
	const who = await loadMe();
	if (!who) throw new Problem(401, "sign-in.needed", "");
	if (!who.roles.some((r) => r.contest === contest && r.role === "expert" && r.expert === expert))
		throw new Problem(401, "sign-in.other", "");
	return who.token;
}

async function change(path: string, token: string, key: string, body: object): Promise<Response> {
	const response = await reply(path, {
		method: "POST",
		headers: { "Content-Type": "application/json", "X-Leitai-Token": token, "Idempotency-Key": key },
		body: JSON.stringify(body),
	});
	if (response.status === 403) {
		const problem = await told(response);
		if (problem.code === "request.token") forgetMe(); // another session began in this browser
		throw problem;
	}
	if (!response.ok) throw await told(response);
	return response;
}

export async function enrolDevice(contest: string, expert: string, key: string): Promise<void> {
	const token = await tokenFor(contest, expert);
	const name = `key-${[...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)))]
		.slice(0, 12)
		.map((b) => b.toString(16).padStart(2, "0"))
		.join("")}`;
	await change(`${contestPath(contest)}/devices`, token, name, { key });
}

function bodyOf(item: Item): object {
	const { content } = item;
	if (item.kind === "vote") return { order: content.order };
	const comment = content.comment.trim();
	// null would say that the expert is recused from that criterion: what is not marked is left out
	const marks = Object.fromEntries(Object.entries(content.marks).filter(([, mark]) => mark !== null));
	return {
		entry: item.subject,
		...(content.recused ? { recused: true, reason: content.reason } : { marks }),
		...(comment ? { comment } : {}),
		base: item.base ?? 0,
		draft: item.id,
		...(item.signed ?? {}),
	};
}

const pathOf = (item: Item): string =>
	item.kind === "vote"
		? `${stagePath(item.contest, item.stage)}/ties/${part(item.subject)}/votes`
		: `${stagePath(item.contest, item.stage)}/heats/${part(item.heat)}/sheets`;

// One attempt. Whatever happens comes back as an outcome.
export async function post(item: Item, expert: string): Promise<Outcome> {
	try {
		const token = await tokenFor(item.contest, expert);
		const response = await change(pathOf(item), token, item.key, bodyOf(item));
		if (item.kind === "vote") {
			if (response.status !== 204) throw new Problem(0, "network", ""); // somebody else's page
			return { kind: "received", receipt: null, version: 1 };
		}
		const answer = (await response.json().catch(() => null)) as { receipt?: Receipt; version?: number } | null;
		if (!answer?.receipt) throw new Problem(0, "network", ""); // cut: asking again gives the receipt
		return { kind: "received", receipt: answer.receipt, version: answer.version ?? 1 };
	} catch (cause) {
		const { status, code, detail } = cause instanceof Problem ? cause : new Problem(0, "network", "");
		return outcomeOf({ status, code, detail });
	}
}
