// Who pitches when: read by everybody, made by those who may close, moved by those on the floor.
import type { Timetables } from "../lib/timetable";
import { api, ask, base } from "./client";
import type { components } from "./schema";
import { contestPath, getStaff, stagePath } from "./staff";

const when = (etag: string | null): Record<string, string> => (etag ? { "If-None-Match": etag } : {});

export const getTimetables = (contest: string) => (etag: string | null, signal?: AbortSignal) =>
	ask<Timetables>(() =>
		api.GET("/contests/{contest}/timetable", { params: { path: { contest } }, headers: when(etag), signal }),
	);

export const timetablePath = (contest: string, stage: string): string => `${stagePath(contest, stage)}/timetable`;

// `webcal:` opens a telephone's calendar where the site is served over https; a plain link is a file to open.
export function calendarUrl(contest: string, query: Record<string, string> = {}, save = false): string {
	const text = new URLSearchParams({ ...query, ...(save ? { download: "1" } : {}) }).toString();
	return `${base}${contestPath(contest)}/timetable.ics${text ? `?${text}` : ""}`;
}
export const getOwnCalendar = (contest: string) =>
	getStaff<components["schemas"]["OwnCalendar"]>(`${contestPath(contest)}/calendar`);
export const tableUrl = (contest: string, stage: string): string =>
	`${base}${contestPath(contest)}/timetable.csv?${new URLSearchParams({ stage, download: "1" }).toString()}`;
