// Draws of a contest: read by everybody, held by those who may close.
import type { Draw, Draws } from "../lib/draw";
import { api, ask } from "./client";
import type { components } from "./schema";
import { contestPath } from "./staff";

type Entry = components["schemas"]["EntryCard"];

const when = (etag: string | null): Record<string, string> => (etag ? { "If-None-Match": etag } : {});

export const getDraws = (contest: string) => (etag: string | null, signal?: AbortSignal) =>
	ask<Draws>(() => api.GET("/contests/{contest}/draws", { params: { path: { contest } }, headers: when(etag), signal }));

export const getDraw = (contest: string, draw: number) => (etag: string | null, signal?: AbortSignal) =>
	ask<Draw>(() =>
		api.GET("/contests/{contest}/draws/{draw}", { params: { path: { contest, draw } }, headers: when(etag), signal }),
	);

const PIECE = 500;
// All entries of a stage or division; no more is asked for than until all of `sought` are there.
export async function allEntries(
	contest: string,
	query: { stage?: string; division?: string },
	sought: ReadonlySet<string> | null = null,
): Promise<Entry[]> {
	const out: Entry[] = [];
	let left = sought?.size ?? Infinity;
	for (let after: string | undefined; ; ) {
		const piece = (
			await ask<{ entries: Entry[] }>(() =>
				api.GET("/contests/{contest}/entries", {
					params: { path: { contest }, query: { ...query, limit: PIECE, ...(after ? { after } : {}) } },
				}),
			)
		).data!.entries;
		out.push(...piece);
		if (sought) left -= piece.filter((e) => sought.has(e.id)).length;
		after = piece.at(-1)?.id;
		if (piece.length < PIECE || left <= 0) return out;
	}
}

export const drawsPath = (contest: string): string => `${contestPath(contest)}/draws`;
