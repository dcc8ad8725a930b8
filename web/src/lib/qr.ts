// QR codes of texts (ISO/IEC 18004): byte mode, error correction M, versions 1 to 20, the mask with the least penalty.
// `qr` gives rows of modules, true = dark, without the quiet zone of four.

const ECC_PER_BLOCK = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const LEVEL_M = 0;

// All codewords of a version: what the function patterns leave free, in bytes.
function capacity(version: number): number {
	let bits = (16 * version + 128) * version + 64;
	if (version >= 2) {
		const n = Math.floor(version / 7) + 2;
		bits -= (25 * n - 10) * n - 55;
		if (version >= 7) bits -= 36;
	}
	return bits >> 3;
}
const dataSize = (version: number): number => capacity(version) - ECC_PER_BLOCK[version - 1]! * BLOCKS[version - 1]!;

// ---- Reed-Solomon over GF(256), x^8 + x^4 + x^3 + x^2 + 1
function times(x: number, y: number): number {
	let z = 0;
	for (let i = 7; i >= 0; i--) z = (z << 1) ^ ((z >>> 7) * 0x11d) ^ (((y >>> i) & 1) * x);
	return z;
}
function divisor(degree: number): number[] {
	const out = Array<number>(degree).fill(0);
	out[degree - 1] = 1;
	for (let i = 0, root = 1; i < degree; i++, root = times(root, 2))
		for (let j = 0; j < degree; j++) out[j] = times(out[j]!, root) ^ (out[j + 1] ?? 0);
	return out;
}
function remainder(data: readonly number[], by: readonly number[]): number[] {
	const out = by.map(() => 0);
	for (const byte of data) {
		const factor = byte ^ out.shift()!;
		out.push(0);
		by.forEach((c, i) => (out[i]! ^= times(c, factor)));
	}
	return out;
}

function codewords(bytes: Uint8Array, version: number): number[] {
	const bits: number[] = [];
	const put = (value: number, n: number): void => {
		for (let i = n - 1; i >= 0; i--) bits.push((value >>> i) & 1);
	};
	const room = dataSize(version) * 8;
	put(4, 4);
	put(bytes.length, version < 10 ? 8 : 16);
	for (const b of bytes) put(b, 8);
	put(0, Math.min(4, room - bits.length));
	put(0, -bits.length & 7);
	for (let pad = 0xec; bits.length < room; pad ^= 0xfd) put(pad, 8);
	const data = Array.from({ length: bits.length / 8 }, (_, i) =>
		bits.slice(i * 8, i * 8 + 8).reduce((v, b) => (v << 1) | b, 0),
	);

	// In blocks, the short ones first; then column by column.
	const [n, ecc, all] = [BLOCKS[version - 1]!, ECC_PER_BLOCK[version - 1]!, capacity(version)];
	const short = n - (all % n);
	const length = Math.floor(all / n) - ecc;
	const by = divisor(ecc);
	const blocks: { data: number[]; ecc: number[] }[] = [];
	for (let i = 0, at = 0; i < n; i++) {
		const piece = data.slice(at, (at += length + (i < short ? 0 : 1)));
		blocks.push({ data: piece, ecc: remainder(piece, by) });
	}
	const out: number[] = [];
	for (let i = 0; i <= length; i++) for (const b of blocks) if (i < b.data.length) out.push(b.data[i]!);
	for (let i = 0; i < ecc; i++) for (const b of blocks) out.push(b.ecc[i]!);
	return out;
}

type Grid = boolean[][];

function alignment(version: number): number[] {
	if (version === 1) return [];
	const n = Math.floor(version / 7) + 2;
	const step = Math.ceil((version * 4 + 4) / (n * 2 - 2)) * 2;
	const out = [6];
	for (let at = version * 4 + 10; out.length < n; at -= step) out.splice(1, 0, at);
	return out;
}

class Drawing {
	readonly size: number;
	readonly dark: Grid;
	private readonly fixed: Grid;

	constructor(private readonly version: number) {
		this.size = version * 4 + 17;
		const grid = (): Grid => Array.from({ length: this.size }, () => Array<boolean>(this.size).fill(false));
		[this.dark, this.fixed] = [grid(), grid()];
		this.functions();
	}

	private set(x: number, y: number, dark: boolean): void {
		if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
		this.dark[y]![x] = dark;
		this.fixed[y]![x] = true;
	}

	private functions(): void {
		const end = this.size - 1;
		for (let i = 0; i < this.size; i++) {
			this.set(6, i, i % 2 === 0);
			this.set(i, 6, i % 2 === 0);
		}
		for (const [cx, cy] of [[3, 3], [end - 3, 3], [3, end - 3]] as const)
			for (let dy = -4; dy <= 4; dy++)
				for (let dx = -4; dx <= 4; dx++) {
					const ring = Math.max(Math.abs(dx), Math.abs(dy));
					this.set(cx + dx, cy + dy, ring !== 2 && ring !== 4);
				}
		const at = alignment(this.version);
		const last = at.length - 1;
		at.forEach((cx, i) =>
			at.forEach((cy, j) => {
				if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
				for (let dy = -2; dy <= 2; dy++)
					for (let dx = -2; dx <= 2; dx++) this.set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
			}),
		);
		this.format(0);
		if (this.version >= 7) {
			let rem = this.version;
			for (let i = 0; i < 12; i++) rem = (rem << 1) ^ ((rem >>> 11) * 0x1f25);
			const bits = (this.version << 12) | rem;
			for (let i = 0; i < 18; i++) {
				const [a, b] = [this.size - 11 + (i % 3), Math.floor(i / 3)];
				this.set(a, b, ((bits >>> i) & 1) === 1);
				this.set(b, a, ((bits >>> i) & 1) === 1);
			}
		}
	}

	format(mask: number): void {
		const data = (LEVEL_M << 3) | mask;
		let rem = data;
		for (let i = 0; i < 10; i++) rem = (rem << 1) ^ ((rem >>> 9) * 0x537);
		const bits = ((data << 10) | rem) ^ 0x5412;
		const bit = (i: number): boolean => ((bits >>> i) & 1) === 1;
		for (let i = 0; i <= 5; i++) this.set(8, i, bit(i));
		this.set(8, 7, bit(6));
		this.set(8, 8, bit(7));
		this.set(7, 8, bit(8));
		for (let i = 9; i < 15; i++) this.set(14 - i, 8, bit(i));
		for (let i = 0; i < 8; i++) this.set(this.size - 1 - i, 8, bit(i));
		for (let i = 8; i < 15; i++) this.set(8, this.size - 15 + i, bit(i));
		this.set(8, this.size - 8, true);
	}

	// Two columns at a time from the right, up and down in turn, around column 6.
	fill(words: readonly number[]): void {
		let i = 0;
		for (let right = this.size - 1; right >= 1; right -= 2) {
			if (right === 6) right = 5;
			for (let v = 0; v < this.size; v++)
				for (let j = 0; j < 2; j++) {
					const x = right - j;
					const y = ((right + 1) & 2) === 0 ? this.size - 1 - v : v;
					if (this.fixed[y]![x] || i >= words.length * 8) continue;
					this.dark[y]![x] = ((words[i >>> 3]! >>> (7 - (i & 7))) & 1) === 1;
					i++;
				}
		}
	}

	mask(mask: number): void {
		const turns = MASKS[mask]!;
		for (let y = 0; y < this.size; y++)
			for (let x = 0; x < this.size; x++) if (!this.fixed[y]![x] && turns(x, y)) this.dark[y]![x] = !this.dark[y]![x];
	}

	penalty(): number {
		const [n, g] = [this.size, this.dark];
		let sum = 0;
		for (let a = 0; a < n; a++)
			for (const at of [(b: number) => g[a]![b]!, (b: number) => g[b]![a]!]) {
				let line = "";
				for (let b = 0; b < n; b++) line += at(b) ? "1" : "0";
				for (const run of line.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
				const wide = `0000${line}0000`;
				for (let b = 0; b + 11 <= wide.length; b++) {
					const eleven = wide.slice(b, b + 11);
					if (eleven === "10111010000" || eleven === "00001011101") sum += 40;
				}
			}
		let dark = 0;
		for (let y = 0; y < n; y++)
			for (let x = 0; x < n; x++) {
				if (g[y]![x]) dark++;
				if (x && y && g[y]![x] === g[y]![x - 1] && g[y]![x] === g[y - 1]![x] && g[y]![x] === g[y - 1]![x - 1]) sum += 3;
			}
		return sum + Math.max(0, Math.ceil(Math.abs(dark * 20 - n * n * 10) / (n * n)) - 1) * 10;
	}
}

const MASKS: ((x: number, y: number) => boolean)[] = [
	(x, y) => (x + y) % 2 === 0,
	(_, y) => y % 2 === 0,
	(x) => x % 3 === 0,
	(x, y) => (x + y) % 3 === 0,
	(x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
	(x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
	(x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
	(x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

export function qr(text: string, forced?: number): Grid {
	const bytes = new TextEncoder().encode(text);
	let version = 1;
	while (version <= 20 && dataSize(version) * 8 < 4 + (version < 10 ? 8 : 16) + bytes.length * 8) version++;
	if (version > 20) throw new RangeError("too long for a QR code");
	const drawing = new Drawing(version);
	drawing.fill(codewords(bytes, version));
	let best = { mask: forced ?? 0, penalty: Infinity };
	for (let mask = 0; mask < 8 && forced === undefined; mask++) {
		drawing.mask(mask);
		drawing.format(mask);
		const penalty = drawing.penalty();
		if (penalty < best.penalty) best = { mask, penalty };
		drawing.mask(mask);
	}
	drawing.mask(best.mask);
	drawing.format(best.mask);
	return drawing.dark;
}

// One SVG path, a unit a module, with the quiet zone: `viewBox="0 0 size size"`.
export function qrPath(text: string): { size: number; d: string } {
	const rows = qr(text);
	let d = "";
	rows.forEach((row, y) => {
		for (let x = 0; x < row.length; x++) {
			if (!row[x]) continue;
			let w = 1;
			while (row[x + w]) w++;
			d += `M${x + 4} ${y + 4}h${w}v1h-${w}z`;
			x += w;
		}
	});
	return { size: rows.length + 8, d };
}
