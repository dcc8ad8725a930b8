// What a role may, as src/app/principal.c has it (a test compares them): pages ask for nothing that would be refused.
// The server decides all the same.
import type { Me } from "../api/client";

export const ACTIONS = {
	define: ["admin", "organiser"],
	import: ["admin", "organiser"],
	people: ["admin", "organiser"],
	close: ["admin", "organiser", "chair"],
	deliberate: ["admin", "organiser", "chair"],
	countersign: ["supervisor"],
	floor: ["admin", "organiser", "floor"],
	mark: ["expert"],
	"see-tally": ["chair", "supervisor"],
	"see-progress": ["admin", "organiser", "chair", "floor", "supervisor", "notary"],
	"see-panels": ["admin", "organiser", "chair", "supervisor"],
	"see-ledger": ["admin", "organiser", "chair", "supervisor", "notary"],
	"see-pool": ["admin", "organiser", "chair"],
	answer: ["candidate", "expert"],
	sample: ["chair", "supervisor", "notary"],
	conflicts: ["admin", "organiser", "chair"],
	"see-conflicts": ["admin", "organiser", "chair", "supervisor"],
} as const satisfies Record<string, readonly string[]>;
export type Action = keyof typeof ACTIONS;

// Roles in a contest; the installation's admin is one everywhere.
export function rolesIn(me: Me | null, contest: string): string[] {
	if (!me) return [];
	return [...(me.admin ? ["admin"] : []), ...me.roles.filter((r) => r.contest === contest).map((r) => r.role)];
}

// A link bound to a stage or a heat opens nothing beyond it, and nothing of the contest as a whole.
export interface Place {
	stage?: string;
	heat?: string;
}

export function may(me: Me | null, contest: string, action: Action, place: Place = {}): boolean {
	if (!rolesIn(me, contest).some((role) => (ACTIONS[action] as readonly string[]).includes(role))) return false;
	if (me!.stage && me!.stage !== place.stage) return false;
	return !me!.heat || me!.heat === place.heat;
}

export type Room = "invitation" | "mark" | "interests" | "floor" | "desk" | "people" | "notary";

// The rooms of a contest that somebody may enter, the one they came for first.
export function rooms(me: Me | null, contest: string): Room[] {
	const roles = rolesIn(me, contest);
	const bound = me?.stage !== undefined;
	const can = (action: Action): boolean => roles.some((r) => (ACTIONS[action] as readonly string[]).includes(r));
	const out: Room[] = [];
	if (roles.includes("candidate")) out.push("invitation");
	if (can("mark")) out.push("mark");
	if (me?.roles.some((r) => r.contest === contest && r.expert)) out.push("interests"); // also before one is seated
	if (roles.includes("floor")) out.push("floor");
	if (roles.some((r) => ["admin", "organiser", "chair", "supervisor", "notary"].includes(r))) out.push("desk");
	if (can("see-ledger") && !bound) out.push("notary");
	if (can("people") && !bound) out.push("people");
	if (can("floor") && !out.includes("floor")) out.push("floor");
	return out;
}

export function roomPath(me: Me, contest: string, room: Room): string {
	const within = me.stage ? `/${me.stage}${me.heat ? `/${me.heat}` : ""}` : "";
	return `/c/${contest}/${room}${room === "desk" || room === "floor" ? within : ""}`;
}

// Where signing in leads: to one's work where there is one contest and one work, else to the list of them.
export function homeOf(me: Me): string {
	const contests = [...new Set(me.roles.map((r) => r.contest))];
	const first = contests.length === 1 && !me.admin ? rooms(me, contests[0]!)[0] : undefined;
	return first ? roomPath(me, contests[0]!, first) : "/me";
}
