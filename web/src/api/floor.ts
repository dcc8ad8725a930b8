// The hall's side of the API: floors, schedule, what the hall may see; and what the floor's manager does.
import type { Action, Floor } from "../lib/floor";
import { serverClock } from "../lib/clock";
import type { Text } from "../lib/text";
import { ask, base } from "./client";
import { change, contestPath, heatPath, stagePath } from "./staff";

export interface ScreenRow {
	rank: number; // of the result when `final`, else among those shown
	final?: boolean;
	entry: string;
	title: string;
	team?: string;
	score: string | number;
	advances?: boolean;
}
export interface ScreenList {
	list: string;
	title: Text;
	places?: number;
	shown: ScreenRow[];
	hidden: number;
}
export interface Screen {
	contest: string;
	stage: string;
	title: Text;
	now: string;
	state: string;
	frozen: boolean;
	decimals: number;
	lists: ScreenList[];
}
export interface ScheduleEntry {
	entry: string;
	title: string;
	team?: string;
	phase: string;
	at?: string; // when it is expected
}
export interface ScheduleHeat {
	id: string;
	title: Text;
	venue?: Text;
	starts?: string;
	ends?: string;
	state: "planned" | "live" | "locked" | "published";
	on?: { entry: string; phase: string } | string | null;
	order: ScheduleEntry[];
}
export interface Schedule {
	contest: string;
	now: string;
	stages: { id: string; title: Text; heats: ScheduleHeat[] }[];
}
export type SheetState = "missing" | "in" | "amended" | "recused";
export interface HeatProgress {
	stage: string;
	heat: string;
	locked: boolean;
	signed: boolean;
	quorum: number;
	experts: { id: string; class?: string; name?: string }[];
	entries: {
		entry: string;
		title: string;
		phase: string;
		expected: number;
		in: number;
		ok: boolean;
		sheets: { expert: string; state: SheetState }[];
	}[];
	missing: number;
}

export interface Heat {
	contest: string;
	stage: string;
	heat: string;
}

const pathOf = (at: Heat): string => heatPath(at.contest, at.stage, at.heat);

const get = <T>(path: string, etag: string | null, signal?: AbortSignal) =>
	ask<T>(async () => {
		const response = await fetch(base + path, {
			headers: etag ? { "If-None-Match": etag } : {},
			signal,
			cache: "no-store", // the page keeps its own copy
		});
		// A whole second that had begun when the answer was made: the server's clock, also where no stream tells it.
		serverClock.hear(Date.parse(response.headers.get("Date") ?? ""));
		const data: unknown = response.status === 304 ? undefined : await response.json();
		return response.ok ? { data, response } : { error: data, response };
	});

export const getFloor = (at: Heat) => (etag: string | null, signal?: AbortSignal) =>
	get<Floor>(`${pathOf(at)}/floor`, etag, signal);
export const getScreen = (contest: string, stage: string) => (etag: string | null, signal?: AbortSignal) =>
	get<Screen>(`${stagePath(contest, stage)}/screen`, etag, signal);
export const getSchedule = (contest: string) => (etag: string | null, signal?: AbortSignal) =>
	get<Schedule>(`${contestPath(contest)}/schedule`, etag, signal);
export const getProgress = (at: Heat) => (_etag: string | null, signal?: AbortSignal) =>
	get<HeatProgress>(`${pathOf(at)}/progress`, null, signal);

export interface Step {
	step: number;
	action: Action;
	entry?: string;
	entries?: string[];
	draw?: number; // of "open": its order, instead of entries
	seconds?: number;
}
export const postStep = (at: Heat, step: Step, key: string) =>
	change<Floor>("POST", `${pathOf(at)}/floor`, step, key);
export const postShow = (contest: string, stage: string, what: { entry: string } | { list: string }, key: string) =>
	change<Screen>("POST", `${stagePath(contest, stage)}/show`, what, key);
