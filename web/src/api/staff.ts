// What the signed-in ask and change. A change carries the session's token and a key of its own, so that sending it
// again, after a line that broke, does it once.
import { base, Problem } from "./client";
import { forgetMe, loadMe } from "../lib/me";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Role = Schemas["Role"];
export type GrantedRole = Schemas["GrantedRole"];
export type Account = Schemas["Account"];
export type Link = Schemas["Link"];
export type MadeLink = Schemas["MadeLink"];

const part = encodeURIComponent;
export const contestPath = (contest: string): string => `/contests/${part(contest)}`;
export const stagePath = (contest: string, stage: string): string => `${contestPath(contest)}/stages/${part(stage)}`;
export const heatPath = (contest: string, stage: string, heat: string): string =>
	`${stagePath(contest, stage)}/heats/${part(heat)}`;

async function refused(response: Response): Promise<Problem> {
	const told = (await response.json().catch(() => ({}))) as { code?: unknown; detail?: unknown; title?: unknown };
	const text = (value: unknown): string => (typeof value === "string" ? value : "");
	if (response.status === 401) forgetMe();
	const code = text(told.code) || `http.${response.status}`;
	return new Problem(response.status, code, text(told.detail) || text(told.title));
}

async function reply(path: string, init: RequestInit): Promise<Response> {
	let response: Response;
	try {
		response = await fetch(base + path, { credentials: "same-origin", ...init });
	} catch (cause) {
		if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
		throw new Problem(0, "network", "");
	}
	if (!response.ok) throw await refused(response);
	return response;
}

// In the shape of useResource().
export const getStaff =
	<T>(path: string) =>
	async (_etag: string | null, signal?: AbortSignal): Promise<{ data: T | null; etag: string | null }> => ({
		data: (await (await reply(path, { signal })).json()) as T,
		etag: null,
	});

export type Method = "POST" | "PUT" | "DELETE";

// `key`: of this intention; the same one again when the same thing is tried again.
export async function change<T>(method: Method, path: string, body: object | null, key: string): Promise<T | null> {
	const who = await loadMe();
	if (!who) throw new Problem(401, "sign-in.needed", "");
	const headers: Record<string, string> = { "X-Leitai-Token": who.token, "Idempotency-Key": key };
	if (body) headers["Content-Type"] = "application/json";
	const response = await reply(path, { method, headers, body: body ? JSON.stringify(body) : undefined });
	return response.status === 204 ? null : ((await response.json().catch(() => null)) as T | null);
}

// Random enough to be nobody else's; crypto.randomUUID is closed to pages on plain http.
export const newKey = (): string =>
	Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

// ---- the judging day
export type Progress = Schemas["Progress"];
export type ProgressEntry = Schemas["ProgressEntry"];
export type ProgressSheet = ProgressEntry["sheets"][number];
export type SheetState = ProgressSheet["state"];
export type Tie = Schemas["Tie"];
export type Ties = Schemas["Ties"];
export type Screen = Schemas["Screen"];
export type Sample = Schemas["Sample"];
export type SampleSheet = Schemas["SampleSheet"];
export type Recount = Schemas["Recount"];
export type Panel = Schemas["Panel"];

export const getProgress = (contest: string, stage: string, heat: string) =>
	getStaff<Progress>(`${heatPath(contest, stage, heat)}/progress`);
export const getScreen = (contest: string, stage: string) => getStaff<Screen>(`${stagePath(contest, stage)}/screen`);
export const getTies = (contest: string, stage: string) => getStaff<Ties>(`${stagePath(contest, stage)}/ties`);
export const getPanel = (contest: string, stage: string, heat: string) =>
	getStaff<Panel>(`${heatPath(contest, stage, heat)}/panel`);
export const protocolUrl = (contest: string, stage: string, heat: string, entry?: string): string =>
	`${base}${heatPath(contest, stage, heat)}${entry ? `/entries/${part(entry)}` : ""}/protocol.pdf`;

// ---- how the experts judge, for chair and supervisor
export type Judging = Schemas["Judging"];
export type JudgingGroup = Schemas["JudgingGroup"];
export type JudgingExpert = Schemas["JudgingExpert"];
export type JudgingEntry = Schemas["JudgingEntry"];
export type JudgingCut = Schemas["JudgingCut"];
export const getJudging = (contest: string, stage: string, all: boolean) =>
	getStaff<Judging>(`${stagePath(contest, stage)}/judging${all ? "?all=1" : ""}`);
