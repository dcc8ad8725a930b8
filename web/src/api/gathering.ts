// Lines from the phones of a hall: what everybody sees of them, and what a phone hands in. A phone signs in nowhere.
import { api, ask, base, Problem } from "./client";
import type { components } from "./schema";
import { contestPath, getStaff } from "./staff";

export type Gathering = components["schemas"]["Gathering"];

export const gatheringPath = (contest: string): string => `${contestPath(contest)}/draws/gathering`;

export const getGathering = (contest: string) => (etag: string | null, signal?: AbortSignal) =>
	ask<Gathering>(() =>
		api.GET("/contests/{contest}/draws/gathering", {
			params: { path: { contest } },
			headers: etag ? { "If-None-Match": etag } : {},
			signal,
		}),
	);
export const getCode = (contest: string) => getStaff<{ code: string }>(`${gatheringPath(contest)}/code`);

async function hand(path: string, body: object): Promise<Gathering> {
	let response: Response;
	try {
		response = await fetch(base + path, {
			method: "POST",
			credentials: "omit",
			headers: { "Content-Type": "application/json" },
			body: JSON.stringify(body),
		});
	} catch {
		throw new Problem(0, "network", "");
	}
	const told = (await response.json().catch(() => ({}))) as Gathering & { code?: string; detail?: string };
	if (!response.ok) throw new Problem(response.status, told.code ?? `http.${response.status}`, told.detail ?? "");
	return told;
}
export const handHash = (contest: string, code: string, hash: string): Promise<Gathering> =>
	hand(`${gatheringPath(contest)}/hashes`, { code, hash });
export const handLine = (contest: string, line: string): Promise<Gathering> => hand(`${gatheringPath(contest)}/lines`, { line });
