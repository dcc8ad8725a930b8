// drand's signature of a round, verified in the reader's browser. Loaded only where there is one to verify: it brings the curve along.
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha256 } from "./sha256";

// The key of drand's chain "quicknet".
const KEY =
	"83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451" +
	"0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";

const bytes = (digits: string): Uint8Array => Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));

// The message is the hash of the round's number, eight bytes, big endian.
export function signatureHolds(round: number, signature: string): boolean {
	if (!/^[0-9a-f]{96}$/.test(signature) || !Number.isSafeInteger(round) || round < 1) return false;
	const number = new DataView(new ArrayBuffer(8));
	number.setBigUint64(0, BigInt(round));
	const scheme = bls12_381.shortSignatures;
	try {
		return scheme.verify(bytes(signature), scheme.hash(sha256(new Uint8Array(number.buffer))), bytes(KEY));
	} catch {
		return false; // no point of the curve
	}
}
