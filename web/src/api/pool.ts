// The experts' pool, invitations and answers.
import { base } from "./client";
import type { components } from "./schema";
import { contestPath, getStaff, stagePath } from "./staff";

type Schemas = components["schemas"];
export type Pool = Schemas["Pool"];
export type PoolNeed = Schemas["PoolNeed"];
export type Candidate = Schemas["Candidate"];
export type CandidateDetail = Schemas["CandidateDetail"];
export type CandidateState = Schemas["CandidateState"];
export type CandidateWords = Schemas["CandidateWords"];
export type ImportReport = Schemas["ImportReport"];
export type MadeInvitations = Schemas["MadeInvitations"];
export type MadeInvitation = MadeInvitations["invitations"][number];
export type Invitation = Schemas["Invitation"];
export type Substitutes = Schemas["Substitutes"];
export type Substitute = Substitutes["substitutes"][number];

export const candidatesPath = (contest: string): string => `${contestPath(contest)}/candidates`;
export const candidatePath = (contest: string, id: string): string => `${candidatesPath(contest)}/${encodeURIComponent(id)}`;
export const invitationPath = (contest: string): string => `${contestPath(contest)}/invitation`;
export const exportUrl = (contest: string): string => `${base}${candidatesPath(contest)}.csv`;

export const getPool = (contest: string) => getStaff<Pool>(candidatesPath(contest));
export const getCandidate = (contest: string, id: string) => getStaff<CandidateDetail>(candidatePath(contest, id));
export const getInvitation = (contest: string) => getStaff<Invitation>(invitationPath(contest));
export const getSubstitutes = (contest: string, stage: string, query: Record<string, string>) =>
	getStaff<Substitutes>(`${stagePath(contest, stage)}/substitutes?${new URLSearchParams(query)}`);
