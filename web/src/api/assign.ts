// Who marks which entry: what is in force, proposed, or wrong with an edit.
import { base } from "./client";
import { getStaff, change, newKey, stagePath } from "./staff";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type PanelProposal = Schemas["PanelProposal"];

const part = encodeURIComponent;
const path = (contest: string, stage: string, rest = ""): string => `${stagePath(contest, stage)}/assignment${rest}`;

export interface Wish {
	draw?: number;
	keep?: boolean;
}
const query = (wish: Wish): string => {
	const words = [...(wish.draw ? [`draw=${wish.draw}`] : []), ...(wish.keep ? ["keep=1"] : [])];
	return words.length ? `?${words.join("&")}` : "";
};

export const assignPath = path;
export const getAssignment = (contest: string, stage: string, version?: number) =>
	getStaff<Schemas["Assignment"]>(path(contest, stage, version ? `?version=${version}` : ""));
export const getProposal = (contest: string, stage: string, wish: Wish) =>
	getStaff<Schemas["Assignment"]>(path(contest, stage, `/proposal${query(wish)}`));
export const getOptions = (contest: string, stage: string, entry: string) =>
	getStaff<Schemas["AssignOptions"]>(path(contest, stage, `/entries/${part(entry)}`));
export const checkPairs = (contest: string, stage: string, pairs: string[], wish: Wish) =>
	change<Schemas["AssignCheck"]>("POST", path(contest, stage, "/check"), { pairs, ...wish }, newKey());
export const caseUrl = (contest: string, stage: string, version: number): string =>
	`${base}${path(contest, stage, `/case?version=${version}&download=1`)}`;
export const getPanels = (contest: string, stage: string, draw?: number) =>
	getStaff<PanelProposal>(`${stagePath(contest, stage)}/panels/proposal${draw ? `?draw=${draw}` : ""}`);
