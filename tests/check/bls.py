"""BLS signatures on BLS12-381 with whole numbers of any size, apart from lib/judging/bls*: short signatures (in G1), keys in G2.

Points are affine, None is infinity. An element of Fp12 is six of Fp2, powers of w with w^6 = 1 + u; of Fp2 a pair, u² = -1.
Slow (a few tenths of a second) and plain; nothing here is secret.
"""
import hashlib
from functools import lru_cache

P = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab
R = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001
X = 0xd201000000010000  # the curve's parameter is -X
QUICKNET = bytes.fromhex('83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451'
                         '0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a')
G2 = bytes.fromhex('93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e'
                   '024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8')
DST = b'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'


class NoPoint(Exception):
    """Bytes that are no point of the group."""


# ---- Fp2

def add(a, b):
    return (a[0] + b[0]) % P, (a[1] + b[1]) % P


def sub(a, b):
    return (a[0] - b[0]) % P, (a[1] - b[1]) % P


def mul(a, b):
    return (a[0] * b[0] - a[1] * b[1]) % P, (a[0] * b[1] + a[1] * b[0]) % P


def inv(a):
    norm = pow(a[0] * a[0] + a[1] * a[1], -1, P)
    return a[0] * norm % P, -a[1] * norm % P


def power(a, n, times):
    out = a
    for bit in bin(n)[3:]:
        out = times(out, out)
        if bit == '1':
            out = times(out, a)
    return out


@lru_cache(maxsize=None)
def eighth_root():
    """Of one: the field has p² elements, p² ≡ 9 mod 16, and 1 + u is no square."""
    return power((1, 1), (P * P - 1) // 8, mul)


def root(a):
    """A square root in Fp2, or None: it is one of four."""
    found = power(a, (P * P + 7) // 16, mul)
    for _ in range(4):
        if mul(found, found) == a:
            return found
        found = mul(found, eighth_root())
    return None


# ---- Fp12: six of Fp2

ONE = ((1, 0),) + ((0, 0),) * 5


def mul12(a, b):
    wide = [(0, 0)] * 11
    for i, x in enumerate(a):
        if x != (0, 0):
            for j, y in enumerate(b):
                if y != (0, 0):
                    wide[i + j] = add(wide[i + j], mul(x, y))
    return tuple(add(wide[i], mul((1, 1), wide[i + 6])) if i < 5 else wide[i] for i in range(6))


def conjugate12(a):
    """a^(p^6): w turns into -w."""
    return tuple(x if i % 2 == 0 else sub((0, 0), x) for i, x in enumerate(a))


def inv12(a):
    """By the norm down: a·ā has even powers only; those are Fp6, inverted through its own three conjugates' product."""
    n = mul12(a, conjugate12(a))
    x, y, z = n[0], n[2], n[4]
    xi = (1, 1)
    c0, c1, c2 = (sub(mul(x, x), mul(xi, mul(y, z))), sub(mul(xi, mul(z, z)), mul(x, y)), sub(mul(y, y), mul(x, z)))
    t = inv(add(mul(x, c0), mul(xi, add(mul(z, c1), mul(y, c2)))))
    return mul12(conjugate12(a), (mul(c0, t), (0, 0), mul(c1, t), (0, 0), mul(c2, t), (0, 0)))


# ---- points: over Fp as pairs of whole numbers with the field's functions below, over Fp2 as pairs of pairs

class Curve:
    def __init__(self, plus, minus, times, inverse, b, small):
        self.plus, self.minus, self.times, self.inverse, self.b, self.small = plus, minus, times, inverse, b, small

    def slope(self, p, q):
        if p[0] != q[0]:
            return self.times(self.minus(q[1], p[1]), self.inverse(self.minus(q[0], p[0])))
        square = self.times(p[0], p[0])
        return self.times(self.plus(square, self.plus(square, square)), self.inverse(self.plus(p[1], p[1])))

    def add(self, p, q):
        if p is None or q is None:
            return q if p is None else p
        if p[0] == q[0] and p[1] != q[1] or p[1] == self.small(0):
            return None
        m = self.slope(p, q)
        x = self.minus(self.times(m, m), self.plus(p[0], q[0]))
        return x, self.minus(self.times(m, self.minus(p[0], x)), p[1])

    def multiply(self, n, p):
        out = None
        for bit in bin(n)[2:]:
            out = self.add(out, out)
            if bit == '1':
                out = self.add(out, p)
        return out

    def holds(self, p):
        return self.times(p[1], p[1]) == self.plus(self.times(p[0], self.times(p[0], p[0])), self.b)


E1 = Curve(lambda a, b: (a + b) % P, lambda a, b: (a - b) % P, lambda a, b: a * b % P, lambda a: pow(a, -1, P), 4, lambda n: n)
E2 = Curve(add, sub, mul, inv, (4, 4), lambda n: (n, 0))


def number(data):
    n = int.from_bytes(data, 'big')
    if n >= P:
        raise NoPoint('a coordinate that is not below p')
    return n


def read(data, width, curve):
    """A compressed point of the group of order R that is not infinity; `width` numbers a coordinate."""
    if len(data) != 48 * width or data[0] >> 6 != 2:
        raise NoPoint('not a compressed point')
    first = number(bytes([data[0] & 31]) + data[1:48])
    if width == 1:
        x, square = first, (first ** 3 + 4) % P
        y = pow(square, (P + 1) // 4, P)
        larger = y > P - y
    else:
        x = (number(data[48:]), first)
        y = root(add(mul(x, mul(x, x)), curve.b))
        larger = y and (y[1] or y[0]) > P - (y[1] or y[0])
    if not y or not curve.holds((x, y)):
        raise NoPoint('not on the curve')
    point = x, y if larger == bool(data[0] & 32) else curve.minus(curve.small(0), y)
    if curve.multiply(R, point) is not None:
        raise NoPoint('not in the group')
    return point


def write1(point):
    return bytes([point[0] >> 376 | (0xa0 if point[1] > P - point[1] else 0x80)]) + (point[0] % (1 << 376)).to_bytes(47, 'big')


# ---- hashing to the curve: RFC 9380, BLS12381G1_XMD:SHA-256_SSWU_RO_

def expand(message, dst, length):
    dst += bytes([len(dst)])
    first = hashlib.sha256(bytes(64) + message + length.to_bytes(2, 'big') + b'\0' + dst).digest()
    out, block = b'', bytes(32)
    for i in range(1, (length + 31) // 32 + 1):
        block = hashlib.sha256(bytes(x ^ y for x, y in zip(first, block)) + bytes([i]) + dst).digest()
        out += block
    return out[:length]


A1 = 0x144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d
B1 = 0x12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0
Z = 11
# The kernel polynomial of the 11-isogeny from y² = x³ + A1·x + B1, from the constant term up: the RFC's x_den is its square.
KERNEL = (0x133341fb0962a34cb0504a9c4fada0a5090d38679b4c040d5d1c3afb023a3409fcc0815fea66d8b02bbef9c8b5a66e07,
          0x0264908af037bcede00d054cf5d4775e83eb6cf63c76b969f8ed174fb59fcff78d201f46f6cfc4ed6552e59ce75177b0,
          0x1335c502c1f54c49aceea65e87fd7203ba0f626f305fc0cfd606a5dae9f3c8e81a4b3b69600129fabd307c69bf319d39,
          0x094440f65f408a6e930e16e3e92dd17bf60d6e9679a8d3d58593de55ac23703042d609537eb3549aac234d896ca82944,
          0x04afe09d5cf4956a23b6b71f59d2b3407b415a774b7be81bbb6fa99cbc798e0ac98ba725a5bc328016b1c268b4766e85, 1)


def product(a, b):
    out = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            out[i + j] = (out[i + j] + x * y) % P
    return out


def derived(a):
    return [i * x % P for i, x in enumerate(a)][1:]


def total(*terms):
    """Σ factor · polynomial."""
    out = [0] * max(len(p) for _, p in terms)
    for factor, p in terms:
        for i, x in enumerate(p):
            out[i] = (out[i] + factor * x) % P
    while out and out[-1] == 0:
        out.pop()
    return out


@lru_cache(maxsize=None)
def isogeny():
    """(x_num, x_den, y_num, y_den) as the RFC's appendix E.2 prints them, made from the kernel by Kohel's formulas:
    X = (11x - 2σ - 2f'·h'/h - 4f·(h'/h)') / 11², Y = y·(the same differentiated) / 11³."""
    h, f = list(KERNEL), [B1, A1, 0, 1]
    h1, f1, square = derived(h), derived(f), product(h, h)
    sigma = -h[4]
    num = total((1, product([-2 * sigma, 11], square)), (-2, product(f1, product(h1, h))),
                (-4, product(f, total((1, product(derived(h1), h)), (-1, product(h1, h1))))))
    slope = total((1, product(derived(num), h)), (-2, product(num, h1)))
    return (total((pow(121, -1, P), num)), square, total((pow(1331, -1, P), slope)), product(square, h))


def value(p, x):
    out = 0
    for c in reversed(p):
        out = (out * x + c) % P
    return out


def map_to_curve(u):
    """Simplified SWU, then the isogeny; None at a pole."""
    t = Z * u * u % P
    tv = (t * t + t) % P
    x = -B1 * pow(A1, -1, P) * (1 + pow(tv, -1, P)) % P if tv else B1 * pow(Z * A1, -1, P) % P
    square = value([B1, A1, 0, 1], x)
    if pow(square, (P - 1) // 2, P) == P - 1:
        x = t * x % P
        square = value([B1, A1, 0, 1], x)
    y = pow(square, (P + 1) // 4, P)
    if y & 1 != u & 1:
        y = P - y
    x_num, x_den, y_num, y_den = isogeny()
    if value(x_den, x) == 0:
        return None
    return value(x_num, x) * pow(value(x_den, x), -1, P) % P, y * value(y_num, x) * pow(value(y_den, x), -1, P) % P


def hash_to_curve(message, dst=DST):
    wide = expand(message, dst, 128)
    u = [int.from_bytes(wide[i:i + 64], 'big') % P for i in (0, 64)]
    return E1.multiply(X + 1, E1.add(map_to_curve(u[0]), map_to_curve(u[1])))


# ---- pairing

def line(p, q, at):
    """The line through p and q of the twist, at a point of G1, times w³: powers 0, 2 and 3 of w."""
    m = E2.slope(p, q)
    return (sub(mul(m, p[0]), p[1]), (0, 0), mul(m, (-at[0] % P, 0)), (at[1], 0), (0, 0), (0, 0))


def miller(at, q):
    f, t = ONE, q
    for bit in bin(X)[3:]:
        f = mul12(mul12(f, f), line(t, t, at))
        t = E2.add(t, t)
        if bit == '1':
            f = mul12(f, line(t, q, at))
            t = E2.add(t, q)
    return conjugate12(f)


def final(f):
    f = mul12(conjugate12(f), inv12(f))
    return power(f, (P ** 2 + 1) * (P ** 4 - P ** 2 + 1) // R, mul12)


def pairing(at, q):
    return final(miller(at, q))


@lru_cache(maxsize=None)
def key_point(key):
    return read(key, 2, E2)


@lru_cache(maxsize=1024)
def verify(key, message, signature, dst=DST):
    """e(signature, generator) = e(H(message), key)?"""
    try:
        point = read(signature, 1, E1)
        there = key_point(key)
    except NoPoint:
        return False
    minus = point[0], -point[1] % P
    return final(mul12(miller(minus, key_point(G2)), miller(hash_to_curve(message, dst), there))) == ONE


def quicknet(round_, signature):
    """Is this drand's signature of that round? The message is SHA-256 of the round's number, eight bytes."""
    return verify(QUICKNET, hashlib.sha256(round_.to_bytes(8, 'big')).digest(), signature)
