// One entry's sheet as the page shows it: the server's version, the queue's, the draft's, laid over each other.
import type { Criterion, MarkingEntry, MarkingHeat, SheetInForce } from "../api/marking";
import { at, blank, needsCare, onItsWay, type Content, type Item, type Place, type Receipt } from "./queue";
import { total, toUnits, type Scale } from "./units";

export type Standing = "none" | "draft" | "waiting" | "received" | "amended" | "recused" | "conflict" | "refused";

export interface Sheet {
	content: Content; // what the cards show
	draft: Item | null;
	coming: Item[]; // handed in, not answered yet
	conflicts: Item[];
	refused: Item[];
	inForce: { version: number; content: Content; receipt: Receipt } | null;
	saw: number; // the version that a change made now builds upon
	standing: Standing;
}

export const placeOf = (contest: string, heat: MarkingHeat, entry: string): Place => ({
	kind: "sheet",
	contest,
	stage: heat.stage.id,
	heat: heat.heat.id,
	subject: entry,
});

export function contentOf(sheet: SheetInForce): Content {
	return { ...blank(), marks: { ...sheet.marks }, recused: sheet.recused, comment: sheet.comment ?? "" };
}

export function sheetOf(items: readonly Item[], place: Place, entry: MarkingEntry): Sheet {
	const mine = at(items, place);
	const coming = mine.filter(onItsWay);
	const conflicts = mine.filter((x) => x.state === "conflict");
	const refused = mine.filter((x) => x.state === "refused" && needsCare(mine, x));
	const draft = mine.find((x) => x.state === "draft") ?? null;
	const received = mine.filter((x) => x.state === "received").sort((a, b) => b.version - a.version)[0];
	const told = entry.sheet;
	const inForce =
		received?.receipt && received.version >= (told?.version ?? 0)
			? { version: received.version, content: received.content, receipt: received.receipt }
			: told
				? { version: told.version, content: contentOf(told), receipt: told }
				: null;
	const content = draft?.content ?? conflicts.at(-1)?.content ?? coming.at(-1)?.content ?? inForce?.content ?? refused.at(-1)?.content ?? blank();
	return {
		content,
		draft,
		coming,
		conflicts,
		refused,
		inForce,
		saw: inForce?.version ?? 0,
		standing: conflicts.length
			? "conflict"
			: refused.length
				? "refused"
				: entry.barred
					? "recused"
					: draft
					? "draft"
					: coming.length
						? "waiting"
						: !inForce
							? "none"
							: inForce.content.recused
								? "recused"
								: inForce.version > 1
									? "amended"
									: "received",
	};
}

export const scaleOf = (c: Criterion): Scale => ({
	min: toUnits(String(c.min)) ?? 0,
	max: toUnits(String(c.max)) ?? 0,
	step: toUnits(String(c.step)) || 1,
});

export const unitsOf = (content: Content, criterion: string): number | null => {
	const mark = content.marks[criterion];
	return mark == null ? null : toUnits(mark);
};

export const missing = (heat: MarkingHeat, content: Content): Criterion[] =>
	heat.criteria.filter((c) => !c.optional && unitsOf(content, c.id) === null);

export const totalOf = (heat: MarkingHeat, content: Content): string | null =>
	content.recused || !heat.stage.total
		? null
		: total(
				heat.criteria.map((c) => ({ weight: c.weight, units: unitsOf(content, c.id) })),
				heat.stage.total === "mean",
				heat.stage.decimals,
			);

// What a mark means: bands stand best first.
export const bandOf = (c: Criterion, units: number) => c.bands?.find((b) => units >= (toUnits(String(b.from)) ?? 0));

// Whether marks may be handed in now, as far as this device knows: the server decides.
export type Gate = "open" | "early" | "shut" | "locked" | "absent";
export function gateOf(heat: MarkingHeat, entry: MarkingEntry): Gate {
	if (heat.locked || entry.phase === "locked" || entry.phase === "revealed") return "locked";
	if (entry.phase === "absent") return "absent";
	if (!heat.open) return "shut";
	return entry.phase === "waiting" || entry.phase === "called" ? "early" : "open";
}
