// What an expert handed in, on its way to the ledger: pure rules over a list of items. Nothing here reads a clock.
//
// An item is a sheet (or a vote on a tie) with a name and an Idempotency-Key of its own from birth. Drafts change;
// what was handed in never does. Per entry, items are sent in the order in which they were handed in, each again and
// again under the same key and the same bytes until the server has answered for good:
//
//	draft → waiting ⇄ sending → received
//	                          → conflict → settled   another version is in force: both are kept, the expert chooses
//	                          → refused              kept, with the reason
export type State = "draft" | "waiting" | "sending" | "received" | "conflict" | "refused" | "settled";

export interface Place {
	kind: "sheet" | "vote";
	contest: string;
	stage: string;
	heat: string; // "" of a vote
	subject: string; // the entry; of a vote the tie's number
}
export interface Content {
	marks: Record<string, string | null>; // criterion → decimal
	recused: boolean;
	reason: string;
	comment: string;
	order: string[]; // of a vote: best first
}
export interface Receipt {
	seq: number;
	leaf: string;
	ts: string;
}
export interface Refusal {
	status: number;
	code: string;
	detail: string;
}
export interface Item extends Place {
	id: string; // the draft's name: the server hears it, the signature covers it
	key: string;
	owner: string; // contest/expert
	n: number; // the order of handing in; 0 of a draft
	content: Content;
	saw: number; // the version in force that the expert saw when beginning
	after: string | null; // an earlier item of this entry that was still on its way then
	base: number | null; // fixed before the first sending, with the signature, so that every sending is the same
	signed: { key: string; signature: string } | null;
	state: State;
	tried: number;
	version: number; // 0: none given yet
	receipt: Receipt | null;
	problem: Refusal | null;
	instead: string | null; // of a settled one: what was handed in in its stead; null: the other version stands
}
export interface Change {
	put?: Item[];
	drop?: string[];
}
export type Outcome =
	| { kind: "received"; receipt: Receipt | null; version: number } // a vote gets none
	| { kind: "conflict" | "refused"; problem: Refusal }
	| { kind: "again"; problem: Refusal; all: boolean; after?: number }; // all: nothing else would get through either

export const blank = (): Content => ({ marks: {}, recused: false, reason: "", comment: "", order: [] });
export const onItsWay = (item: Item): boolean => item.state === "waiting" || item.state === "sending";
export const samePlace = (a: Place, b: Place): boolean =>
	a.kind === b.kind &&
	a.contest === b.contest &&
	a.stage === b.stage &&
	a.heat === b.heat &&
	a.subject === b.subject;

export function sameContent(a: Content, b: Content): boolean {
	const marks = new Set([...Object.keys(a.marks), ...Object.keys(b.marks)]);
	return (
		[...marks].every((c) => (a.marks[c] ?? null) === (b.marks[c] ?? null)) &&
		a.recused === b.recused &&
		a.reason === b.reason &&
		a.comment === b.comment &&
		a.order.length === b.order.length &&
		a.order.every((x, i) => x === b.order[i])
	);
}

// In need of the expert: in conflict, or refused with nothing handed in for the same place since.
export const needsCare = (items: readonly Item[], item: Item): boolean =>
	item.state === "conflict" ||
	(item.state === "refused" && !items.some((x) => x.n > item.n && x.state !== "settled" && samePlace(x, item)));
// Not safe with the server.
export const unsent = (items: readonly Item[]): Item[] => items.filter((x) => onItsWay(x) || needsCare(items, x));

// Those of one place, drafts last.
export const at = (items: readonly Item[], place: Place): Item[] =>
	items.filter((x) => samePlace(x, place)).sort((a, b) => (a.n || Infinity) - (b.n || Infinity));
export const draftAt = (items: readonly Item[], place: Place): Item | undefined =>
	items.find((x) => x.state === "draft" && samePlace(x, place));

function fresh(items: readonly Item[], owner: string, place: Place, content: Content, saw: number, name: string): Item {
	const ahead = at(items, place).filter(onItsWay).at(-1);
	return {
		kind: place.kind,
		contest: place.contest,
		stage: place.stage,
		heat: place.heat,
		subject: place.subject,
		id: name,
		key: name,
		owner,
		n: 0,
		content,
		saw,
		after: ahead?.id ?? null,
		base: null,
		signed: null,
		state: "draft",
		tried: 0,
		version: 0,
		receipt: null,
		problem: null,
		instead: null,
	};
}

// The draft of a place takes this content; the first change begins it.
export function edit(
	items: readonly Item[],
	owner: string,
	place: Place,
	content: Content,
	saw: number,
	name: string,
): Change {
	const draft = draftAt(items, place);
	return { put: [draft ? { ...draft, content } : fresh(items, owner, place, content, saw, name)] };
}

export const discard = (items: readonly Item[], place: Place): Change => ({
	drop: items.filter((x) => x.state === "draft" && samePlace(x, place)).map((x) => x.id),
});

const nextNumber = (items: readonly Item[]): number => Math.max(0, ...items.map((x) => x.n)) + 1;

// Handed in: from here on its content does not change. Behind an unsettled conflict it joins the conflict.
export function submit(items: readonly Item[], id: string): Change {
	const draft = items.find((x) => x.id === id && x.state === "draft");
	if (!draft) return {};
	const conflict = at(items, draft).find((x) => x.state === "conflict");
	return {
		put: [
			{
				...draft,
				n: nextNumber(items),
				state: conflict ? "conflict" : "waiting",
				problem: conflict?.problem ?? null,
			},
		],
	};
}

// What may be sent now: the first of each place, in the order of handing in.
export function due(items: readonly Item[]): Item[] {
	const firsts: Item[] = [];
	for (const item of items.filter(onItsWay).sort((a, b) => a.n - b.n))
		if (!firsts.some((x) => samePlace(x, item))) firsts.push(item);
	return firsts;
}

// The version that an item builds upon, once those before it have their answer.
export function baseOf(items: readonly Item[], item: Item): number {
	if (item.base !== null) return item.base;
	const before = items.find((x) => x.id === item.after);
	if (!before) return item.saw;
	if (before.state === "received") return before.version;
	return baseOf(items, before); // refused: it never took effect
}

export function begin(items: readonly Item[], id: string, base: number, signed: Item["signed"]): Change {
	const item = items.find((x) => x.id === id);
	if (!item || !onItsWay(item)) return {};
	const fixed = item.base === null ? { base, signed } : {};
	return { put: [{ ...item, ...fixed, state: "sending", tried: item.tried + 1 }] };
}

// An answer that comes twice, or after another sender's, changes nothing.
export function settle(items: readonly Item[], id: string, outcome: Outcome): Change {
	const item = items.find((x) => x.id === id);
	if (!item || !onItsWay(item)) return {};
	switch (outcome.kind) {
		case "received":
			return {
				put: [{ ...item, state: "received", receipt: outcome.receipt, version: outcome.version, problem: null }],
			};
		case "again":
			return { put: [{ ...item, state: "waiting", problem: outcome.problem }] };
		case "refused":
			return { put: [{ ...item, state: "refused", problem: outcome.problem }] };
		case "conflict": {
			// What stands behind it builds upon it.
			const behind = at(items, item).filter((x) => onItsWay(x) && x.n >= item.n);
			return { put: behind.map((x) => ({ ...x, state: "conflict", problem: outcome.problem })) };
		}
	}
}

// The expert has seen version `saw` and chose: `mine` is the item whose content is handed in over it, null leaves it.
export function decide(items: readonly Item[], place: Place, mine: string | null, saw: number, name: string): Change {
	const conflicts = at(items, place).filter((x) => x.state === "conflict");
	const chosen = conflicts.find((x) => x.id === mine);
	if (conflicts.length === 0 || (mine !== null && !chosen)) return {};
	const put: Item[] = conflicts.map((x) => ({ ...x, state: "settled", instead: chosen ? name : null }));
	if (chosen)
		put.push({
			...fresh([], chosen.owner, place, chosen.content, saw, name),
			n: nextNumber(items),
			state: "waiting",
		});
	// A draft begun in the meantime builds upon what the expert has now seen.
	const draft = draftAt(items, place);
	if (draft) put.push({ ...draft, saw, after: chosen ? name : null });
	return { put };
}

// The version in force is what a conflicting item says: it did arrive, sent under another session of the same expert.
// What was handed in after it builds upon it and goes on its way.
export function recognise(
	items: readonly Item[],
	place: Place,
	sheet: { content: Content; version: number; receipt: Receipt },
): Change {
	const conflicts = at(items, place).filter((x) => x.state === "conflict");
	const found = conflicts.findIndex((x) => sameContent(x.content, sheet.content));
	if (found < 0) return {};
	const id = conflicts[found]!.id;
	return {
		put: conflicts.map((x, i): Item => {
			if (i < found) return { ...x, state: "settled", instead: id };
			if (i > found) return { ...x, state: "waiting", after: id, base: null, signed: null, problem: null };
			return { ...x, state: "received", receipt: sheet.receipt, version: sheet.version, problem: null };
		}),
	};
}

// A refused one that the expert has dealt with on paper, or given up.
export const setAside = (items: readonly Item[], id: string): Change => ({
	put: items.filter((x) => x.id === id && x.state === "refused").map((x) => ({ ...x, state: "settled" })),
});

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
const SESSION = new Set(["sign-in.needed", "request.token", "request.origin", "sign-in.insecure"]);

// What an answer other than success means. `sheet.early` passes by itself when the entry comes on stage.
export function outcomeOf(problem: Refusal, after?: number): Outcome {
	const { status, code } = problem;
	if (status === 0 || status === 401 || SESSION.has(code)) return { kind: "again", problem, all: true };
	// Without a code it is none of the server's answers: a proxy's or the venue's, while something there is wrong.
	if (status === 429 || code.startsWith("http.4")) return { kind: "again", problem, all: true, after };
	if (PASSING.has(status) || status > 504 || code === "sheet.early")
		return { kind: "again", problem, all: false, after };
	return { kind: code === "sheet.changed" ? "conflict" : "refused", problem };
}
