// The published vector of tests/judging/test_draw.c, drawn again by the page's own code; every lie about it is seen.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
	beaconMoment,
	drawOrder,
	filesOf,
	readPool,
	readSignature,
	recount,
	roundAt,
	shaText,
	shellLines,
	sortUnique,
	timeOf,
	type Draw,
} from "../src/lib/draw";

const CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
const SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";
const RANDOMNESS = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587";
const SEED = "205145a094e4b79cfc9028ce99768c7914402b65350c60e38568ef5a0d69a140";
const POOL = "E-007\nE-012\nE-031\nE-044\nE-058\n";
const ORDER = ["E-044", "E-007", "E-058", "E-012", "E-031"];
const sha = (text: string): string => createHash("sha256").update(text).digest("hex");

const announced = (tail: string): string =>
	`leitai-draw/1\ncontest demo-2026\ndraw 1 running-order\npool-sha256 ${sha(POOL)}\npool-lines 5\n${tail}`;
const known = (): Draw => ({
	draw: 1,
	state: "concluded",
	purpose: "running-order",
	files: {
		"pool.txt": POOL,
		"draw.txt": announced(`beacon drand ${CHAIN} round 657413\nhall-entropy -\n`),
		"beacon.txt": `round 657413\nsignature ${SIGNATURE}\nrandomness ${RANDOMNESS}\n`,
	},
	seed: SEED,
	order: ORDER.map((id) => ({ id, key: sha(`${SEED}:${id}`) })),
	"order.txt":
		"leitai-order/1\nannouncement 0b4d61c35f0e226d71942cd8cea32e7d5ec95ee138f01383c5ea430931274f2a\n" +
		`randomness ${RANDOMNESS}\nseed ${SEED}\n1 E-044\n2 E-007\n3 E-058\n4 E-012\n5 E-031\n`,
	seal: { seq: 1, leaf: "0".repeat(64), ts: "2026-01-01T00:00:00Z" },
});
const wrong = (draw: Draw): string[] => recount(draw)!.checks.filter((c) => !c.ok).map((c) => c.name);

it("draws the published vector again", () => {
	const found = recount(known())!;
	expect(found.ok).toBe(true);
	expect(found.seed).toBe(SEED);
	expect(found.order.map((p) => p.id)).toEqual(ORDER);
	expect(found.checks.map((c) => c.name)).toEqual(["pool", "beacon", "seed", "order"]);
});

it("sees every lie", () => {
	const lie = (change: (d: Draw) => void): string[] => {
		const d = known();
		change(d);
		return wrong(d);
	};
	expect(lie((d) => d.order!.reverse())).toEqual(["order"]);
	expect(lie((d) => (d["order.txt"] = d["order.txt"]!.replace("1 E-044\n2 E-007", "1 E-007\n2 E-044")))).toEqual(["order"]);
	expect(lie((d) => (d.order![0]!.key = "0".repeat(64)))).toEqual(["order"]);
	expect(lie((d) => (d.seed = "0".repeat(64)))).toEqual(["seed"]);
	expect(lie((d) => (d.files!["pool.txt"] = POOL.replace("E-058", "E-059")))).toEqual(["pool", "order"]);
	expect(lie((d) => (d.files!["pool.txt"] = "E-012\nE-007\nE-031\nE-044\nE-058\n"))).toContain("pool");
	expect(lie((d) => (d.files!["beacon.txt"] = d.files!["beacon.txt"]!.replace("round 657413", "round 657414")))).toEqual(["beacon"]);
	expect(lie((d) => (d.files!["beacon.txt"] = d.files!["beacon.txt"]!.replace("b71371", "b71372")))).toEqual(["beacon", "seed", "order"]);
	expect(lie((d) => (d.files!["draw.txt"] = d.files!["draw.txt"]!.replace("running", "walking")))).toEqual(["seed", "order"]);
	expect(lie((d) => delete d.files!["beacon.txt"])).toContain("beacon");
});

it("takes the round a day later, and no other", () => {
	const by = (round: number): string[] => {
		const d = known();
		d.files!["draw.txt"] = d.files!["draw.txt"]!.replace("round 657413", `round ${round}`);
		return wrong(d).filter((name) => name === "beacon");
	};
	expect(by(657413 - 28800)).toEqual([]);
	expect(by(657413 + 28800)).toEqual(["beacon"]);
	expect(by(657412)).toEqual(["beacon"]);
});

it("verifies drand's signature, of that round only", async () => {
	const { signatureHolds } = await import("../src/lib/beacon");
	expect(recount(known())!.beacon).toEqual({ round: 657413, signature: SIGNATURE });
	expect(signatureHolds(657413, SIGNATURE)).toBe(true);
	expect(signatureHolds(1000, "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39")).toBe(true);
	expect(signatureHolds(657414, SIGNATURE)).toBe(false);
	expect(signatureHolds(657413, "ab".repeat(48))).toBe(false);
	expect(signatureHolds(657413, "c0" + "00".repeat(47))).toBe(false);
	expect(signatureHolds(657413, SIGNATURE.slice(2))).toBe(false);
});

it("draws with the hall alone, each line once and committed to", () => {
	const lines = sortUnique(["甲队 keep calm 1f", "Team B 七 2e"]);
	const reveals = lines.map((l) => l + "\n").join("");
	const text = announced(`beacon none\nhall-entropy ${sha(reveals)}\n`);
	const zero = "0".repeat(64);
	const seed = sha(`${sha(text)}:${zero}`);
	const order = drawOrder(seed, POOL.trim().split("\n"));
	const draw = (): Draw => ({
		...known(),
		files: {
			"pool.txt": POOL,
			"draw.txt": text,
			"reveals.txt": reveals,
			"commitments.txt": lines.map((l) => sha(l) + "\n").sort().join(""),
		},
		seed,
		order,
		"order.txt":
			`leitai-order/1\nannouncement ${sha(text)}\nrandomness ${zero}\nseed ${seed}\n` +
			order.map((p, i) => `${i + 1} ${p.id}\n`).join(""),
	});
	expect(recount(draw())!.ok).toBe(true);
	const other = draw();
	other.files!["commitments.txt"] = sha("another line") + "\n";
	expect(wrong(other)).toEqual(["hall"]);
	expect(shellLines(draw()).join("\n")).toContain("cmp - commitments.txt");
	expect(shellLines(draw()).join("\n")).not.toContain("beacon.txt");
});

it("gives shell lines that draw the same order from the saved files", () => {
	const folder = mkdtempSync(join(tmpdir(), "leitai-draw-"));
	try {
		for (const f of filesOf(known())) writeFileSync(join(folder, f.name), f.text);
		const said = execFileSync("sh", ["-ec", shellLines(known()).join("\n")], { cwd: folder, encoding: "utf8" });
		expect(said).toBe(`${sha(POOL)}\n` + ORDER.map((id, i) => `${i + 1} ${id}\n`).join(""));
	} finally {
		rmSync(folder, { recursive: true });
	}
});

it("says nothing of a draw without an order", () => {
	expect(recount({ ...known(), state: "announced", order: undefined })).toBeNull();
});

it("sorts as LC_ALL=C does, beyond the basic plane too", () => {
	expect(sortUnique(["\u{1f600}", "\uff5e", "a", "Z", "a"])).toEqual(["Z", "a", "\uff5e", "\u{1f600}"]);
	expect(shaText("队")).toBe(sha("队"));
});

it("knows drand's clock", () => {
	expect(roundAt(1692803367_000)).toBe(1);
	expect(roundAt(1692803369_999)).toBe(1);
	expect(roundAt(1692803370_000)).toBe(2);
	expect(roundAt(timeOf(657413))).toBe(657413);
	expect(beaconMoment(60_001, 10)).toBe(12 * 60_000);
	expect(beaconMoment(60_000, 1)).toBe(2 * 60_000);
});

it("takes a signature as digits or as a node's answer, of that round only", () => {
	expect(readSignature(` ${SIGNATURE.toUpperCase()}\n`, [7])).toEqual({ signature: SIGNATURE });
	expect(readSignature(JSON.stringify({ round: 7, randomness: RANDOMNESS, signature: SIGNATURE }), [7])).toEqual({ signature: SIGNATURE });
	expect(readSignature(JSON.stringify({ round: 8, signature: SIGNATURE }), [7])).toEqual({ wrong: "round" });
	for (const bad of ["", "abc", SIGNATURE + "0", "{", "{}", '{"round":7}']) expect(readSignature(bad, [7])).toEqual({ wrong: "form" });
});

it("reads a pasted pool as the server would keep it", () => {
	expect(readPool("E-2, E-10\nE-2、E-1")).toEqual({ ids: ["E-1", "E-10", "E-2"], wrong: null });
	expect(readPool("E-1 项目").wrong).toBe("项目");
});
