// Conflicts of interest: for those who decide, and an expert's own.
import { contestPath, getStaff } from "./staff";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Conflicts = Schemas["Conflicts"];
export type Conflict = Schemas["Conflict"];
export type Evidence = Schemas["ConflictEvidence"];
export type ConflictState = Schemas["ConflictState"];
export type Ground = Schemas["ConflictGround"];
export type Report = Schemas["ConflictReport"];
export type Interests = Schemas["Interests"];
export type Interest = Schemas["Interest"];
export type Want = Schemas["Want"];

export interface ConflictQuery {
	state?: ConflictState | "";
	ground?: Ground | "";
	q?: string;
	limit?: number;
}
export const conflictsPath = (contest: string): string => `${contestPath(contest)}/conflicts`;
export function getConflicts(contest: string, query: ConflictQuery) {
	const search = new URLSearchParams(
		Object.entries(query).flatMap(([key, value]) => (value ? [[key, String(value)]] : [])) as string[][],
	).toString();
	return getStaff<Conflicts>(`${conflictsPath(contest)}${search ? `?${search}` : ""}`);
}

export const interestsPath = (contest: string): string => `${contestPath(contest)}/interests`;
export const interestPath = (contest: string, entry: string): string => `${interestsPath(contest)}/${encodeURIComponent(entry)}`;
export const getInterests = (contest: string) => getStaff<Interests>(interestsPath(contest));
