// The public API, typed by its own description. Every answer is data, "not modified" or a problem with a stable code.
import createClient from "openapi-fetch";
import { serverClock } from "../lib/clock";
import { base } from "./base";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
export type ContestCard = Schemas["ContestCard"];
export type ContestHome = Schemas["ContestHome"];
export type StageCard = Schemas["StageCard"];
export type StageBoard = Schemas["StageBoard"];
export type BoardRow = Schemas["BoardRow"];
export type BoardList = StageBoard["lists"][number];
export type Deliberation = StageBoard["deliberations"][number];
export type EntryCard = Schemas["EntryCard"];
export type EntryDetail = Schemas["EntryDetail"];
export type EntryStage = EntryDetail["stages"][number];
export type Sheet = EntryStage["sheets"][number];
export type EntryPage = Schemas["EntryPage"];
export type Figure = Schemas["Figure"];
export type Award = Schemas["Award"];
export type Seal = Schemas["Seal"];
export type Proof = Schemas["Proof"];
export type Fate = Schemas["Fate"];
export type Me = Schemas["Me"];

export { base };
export const api = createClient<paths>({ baseUrl: new URL(base, location.origin).href });
api.use({
	onResponse({ response }) {
		serverClock.hear(response.headers.get("Date") ?? "");
	},
});

export class Problem extends Error {
	constructor(
		readonly status: number, // 0: no answer came
		readonly code: string,
		readonly detail: string,
	) {
		super(detail || code);
	}
}

export interface Answer<T> {
	data: T | null; // null: not modified
	etag: string | null;
}

interface Reply {
	data?: unknown;
	error?: unknown;
	response: Response;
}

// Runs one call of the client and turns whatever comes back into data or a thrown Problem.
export async function ask<T>(call: () => Promise<Reply>): Promise<Answer<T>> {
	let reply: Reply;
	try {
		reply = await call();
	} catch (cause) {
		if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
		throw new Problem(0, "network", "");
	}
	const { response } = reply;
	if (response.status === 304) return { data: null, etag: response.headers.get("ETag") };
	if (!response.ok || reply.data === undefined) {
		const told = reply.error as { code?: unknown; detail?: unknown; title?: unknown } | undefined;
		const text = (value: unknown): string => (typeof value === "string" ? value : "");
		throw new Problem(
			response.status,
			text(told?.code) || `http.${response.status}`,
			text(told?.detail) || text(told?.title),
		);
	}
	return { data: reply.data as T, etag: response.headers.get("ETag") };
}

const when = (etag: string | null): Record<string, string> => (etag ? { "If-None-Match": etag } : {});

export const getContests = (etag: string | null, signal?: AbortSignal) =>
	ask<{ contests: ContestCard[] }>(() => api.GET("/contests", { headers: when(etag), signal }));

export const getContest = (contest: string) => (etag: string | null, signal?: AbortSignal) =>
	ask<ContestHome>(() =>
		api.GET("/contests/{contest}", { params: { path: { contest } }, headers: when(etag), signal }),
	);

export const getStage = (contest: string, stage: string) => (etag: string | null, signal?: AbortSignal) =>
	ask<StageBoard>(() =>
		api.GET("/contests/{contest}/stages/{stage}", {
			params: { path: { contest, stage } },
			headers: when(etag),
			signal,
		}),
	);

export const getEntry = (contest: string, entry: string) => (etag: string | null, signal?: AbortSignal) =>
	ask<EntryDetail>(() =>
		api.GET("/contests/{contest}/entries/{entry}", {
			params: { path: { contest, entry } },
			headers: when(etag),
			signal,
		}),
	);

export type EntryQuery = NonNullable<paths["/contests/{contest}/entries"]["get"]["parameters"]["query"]>;

export const getEntries = (contest: string, query: EntryQuery, signal?: AbortSignal) =>
	ask<EntryPage>(() => api.GET("/contests/{contest}/entries", { params: { path: { contest }, query }, signal }));

export const getProof = (contest: string) => (etag: string | null, signal?: AbortSignal) =>
	ask<Proof>(() =>
		api.GET("/contests/{contest}/proof", { params: { path: { contest } }, headers: when(etag), signal }),
	);

// ---- who is signed in. An answer without a body is undefined data, which ask() would take for a failure.

export const getMe = () => (_etag: string | null, signal?: AbortSignal) => ask<Me>(() => api.GET("/me", { signal }));

export const signIn = (login: string, password: string, code: string) =>
	ask<Me>(() => api.POST("/session", { body: { login, password, ...(code ? { code } : {}) } }));

export const getProviders = () => (etag: string | null, signal?: AbortSignal) =>
	ask<Schemas["Providers"]>(() => api.GET("/session/oidc", { headers: when(etag), signal }));

export const signInByLink = (token: string) => ask<Me>(() => api.POST("/session/link", { body: { token } }));

export const signOut = (token: string) =>
	ask<true>(async () => {
		const reply = await api.DELETE("/session", { headers: { "X-Leitai-Token": token } });
		return reply.response.ok ? { ...reply, data: true } : reply;
	});

async function plain(path: string, signal?: AbortSignal): Promise<string> {
	let response: Response;
	try {
		response = await fetch(base + path, { signal });
	} catch (cause) {
		if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
		throw new Problem(0, "network", "");
	}
	if (!response.ok) throw new Problem(response.status, `http.${response.status}`, "");
	return response.text();
}

const part = encodeURIComponent;
export const getLedger = (contest: string, from: number, limit: number, signal?: AbortSignal) =>
	plain(`/contests/${part(contest)}/ledger/entries?from=${from}&limit=${limit}`, signal);
export const getInclusion = (contest: string, seq: number, signal?: AbortSignal) =>
	plain(`/contests/${part(contest)}/ledger/proof/${seq}`, signal);
export const inclusionUrl = (contest: string, seq: number): string =>
	`${base}/contests/${part(contest)}/ledger/proof/${seq}`;
export const recordUrl = (contest: string, seq: number): string =>
	`${base}/contests/${part(contest)}/ledger/entries?from=${seq}&limit=1`;
