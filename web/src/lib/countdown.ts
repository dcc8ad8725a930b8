// Which moment the contest waits for, and how long it is until then.

export interface Dated {
	id: string;
	state: string;
	starts?: string;
	ends?: string;
}

export interface Next<S> {
	stage: S;
	what: "starts" | "ends";
	at: number;
}

// The nearest future start or end of a stage that has no published result yet.
export function nextMoment<S extends Dated>(stages: readonly S[], now: number): Next<S> | null {
	let best: Next<S> | null = null;
	for (const stage of stages) {
		if (stage.state === "published" || stage.state === "closed") continue;
		for (const what of ["starts", "ends"] as const) {
			const stamp = stage[what];
			const at = stamp ? Date.parse(stamp) : NaN;
			if (Number.isNaN(at) || at <= now) continue;
			if (!best || at < best.at) best = { stage, what, at };
		}
	}
	return best;
}

export const concluded = (stages: readonly Dated[]): boolean =>
	stages.length > 0 && stages.every((s) => s.state === "published");

export interface Left {
	days: number;
	hours: number;
	minutes: number;
	seconds: number;
}

export function left(ms: number): Left {
	const total = Math.max(0, Math.ceil(ms / 1000));
	return {
		days: Math.floor(total / 86400),
		hours: Math.floor((total % 86400) / 3600),
		minutes: Math.floor((total % 3600) / 60),
		seconds: total % 60,
	};
}
