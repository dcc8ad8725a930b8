// Links whose tokens were shown once: they live in this page's memory and nowhere else.
import type { Role } from "../api/staff";

export interface Card {
	id: number;
	url: string;
	role: Role;
	who: string; // the expert's id, or the label
	stage?: string;
	heat?: string;
	expires: string;
	reusable: boolean;
}

export const enterUrl = (token: string): string => `${location.origin}/enter#${token}`;

export const hoursFromNow = (hours: number): string =>
	new Date(Date.now() + hours * 3600_000).toISOString().replace(/\.\d+Z/, "Z");
