"""tests/check/bls.py against what was published: RFC 9380, rounds of drand; and against itself, with a key of our own.

    python3 tests/check/test_bls.py
"""
import hashlib

import bls
from tap import Cases

# RFC 9380: the ends of the four polynomials of E.2, and J.9.1.
X_NUM_LAST = 0x6e08c248e260e70bd1e962381edee3d31d79d7e22c837bc23c0bf1bc24c6b68c24b1b80b64d391fa9c8ba2e8ba2d229
X_DEN_FIRST = 0x8ca8d548cff19ae18b2e62f4bd3fa6f01d5ef4ba35b48ba9c9588617fc8ac62b558d681be343df8993cf9fa40d21b1c
Y_NUM_FIRST = 0x90d97c81ba24ee0259d1f094980dcfa11ad138e48a869522b52af6c956543d3cd0c7aee9b3ba3c2be9845719707bb33
Y_DEN_FIRST = 0x16112c4c3a9c98b252181140fad0eae9601a6de578980be6eec3232b5be72e7a07f3688ef60c206d01479253b03663c1
TEST_DST = b'QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_'
POINTS = [
    (b'', 0x052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1),
    (b'abc', 0x03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3aee664ba5379a7655d3c68900be2f6903),
    (b'q128_' + b'q' * 128, 0x15f68eaa693b95ccb85215dc65fa81038d69629f70aeee0d0f677cf22285e7bf58d7cb86eefe8f2e9bc3f8cb84fac488),
]
ROUNDS = {
    1000: 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
    1001: 'b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41',
    657413: 'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b',
}
BAD = ['c0' + '00' * 47, '80' + '00' * 47, '00' * 48, '9a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffff'
       'b9feffffffffaaab', 'ab' * 48, 'b4']


def write2(point):
    """A point of G2, compressed."""
    (x0, x1), (y0, y1) = point
    larger = (y1 or y0) > bls.P - (y1 or y0)
    return bytes([x1 >> 376 | (0xa0 if larger else 0x80)]) + (x1 % (1 << 376)).to_bytes(47, 'big') + x0.to_bytes(48, 'big')


def own_key(cases):
    """s·H(m) is the signature of m, and of nothing else."""
    secret = int.from_bytes(hashlib.sha256(b'never a real secret').digest(), 'big') % bls.R
    key = write2(bls.E2.multiply(secret, bls.key_point(bls.G2)))
    signature = bls.write1(bls.E1.multiply(secret, bls.hash_to_curve(b'message')))
    cases.case('a signature of our own', [] if bls.verify(key, b'message', signature) else ['refused'])
    cases.case('of another message', ['taken'] if bls.verify(key, b'massage', signature) else [])
    cases.case('by another key', ['taken'] if bls.verify(bls.QUICKNET, b'message', signature) else [])


def main():
    cases = Cases()
    x_num, x_den, y_num, y_den = bls.isogeny()
    cases.case('the isogeny of the RFC', [] if [x_num[-1], x_den[0], y_num[0], y_den[0]] == [X_NUM_LAST, X_DEN_FIRST, Y_NUM_FIRST, Y_DEN_FIRST]
               and [len(p) for p in bls.isogeny()] == [12, 11, 16, 16] else ['it differs'])
    for message, x in POINTS:
        cases.case(f'{message[:8]} hashed to the curve', [] if bls.hash_to_curve(message, TEST_DST)[0] == x else ['it differs'])
    for number, signature in ROUNDS.items():
        cases.case(f'round {number}', [] if bls.quicknet(number, bytes.fromhex(signature)) else ['refused'])
        cases.case(f'round {number} as the next', ['taken'] if bls.quicknet(number + 1, bytes.fromhex(signature)) else [])
    for data in BAD:
        cases.case(f'{data[:6]}… is no signature', ['taken'] if bls.quicknet(1000, bytes.fromhex(data)) else [])
    own_key(cases)
    cases.done()


if __name__ == '__main__':
    main()
