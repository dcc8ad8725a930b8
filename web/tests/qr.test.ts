// The codes that libqrencode makes of the same texts, by the hash of their modules; any mask may be read.
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { qr } from "../src/lib/qr";

const text = (n: number): string =>
	Array.from({ length: n }, (_, i) => String.fromCharCode(33 + ((i * 7919 + n * 31) % 90))).join("");
const hashOf = (code: boolean[][]): string =>
	createHash("sha256")
		.update(code.map((row) => row.map((d) => (d ? "1" : "0")).join("") + "\n").join(""))
		.digest("hex")
		.slice(0, 16);

it.each([
	[1, 21, "24c80f51c53b66be"],
	[14, 21, "b2b9be1db4b39486"],
	[60, 33, "f090402801827408"],
	[150, 49, "5a12e8956539ff3c"],
	[400, 77, "3d4e16b83fe8ad27"],
])("%i bytes: %i modules wide", (n, size, hash) => {
	const code = qr(text(n));
	expect(code).toHaveLength(size);
	const masked = Array.from({ length: 8 }, (_, mask) => hashOf(qr(text(n), mask)));
	expect(masked).toContain(hash);
	expect(masked).toContain(hashOf(code));
});

it("what no code holds is refused", () => expect(() => qr("x".repeat(700))).toThrow(RangeError));
