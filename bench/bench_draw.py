"""Verifying a round of drand: ours in C, beside the library that the site's pages use, under Node, in the same run."""
import json
import os
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(os.environ.get('LEITAI_BUILD', os.path.join(ROOT, 'build', 'bench')), 'bench', 'bench-draw-bls')
NOBLE = '''
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { createHash } from "node:crypto";
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const key = bytes("KEY"), signature = bytes("SIGNATURE"), number = Buffer.alloc(8);
number.writeBigUInt64BE(657413n);
const message = createHash("sha256").update(number).digest(), scheme = bls12_381.shortSignatures, took = [];
for (let i = 0; i < 41; i++) {
  const begin = performance.now();
  if (!scheme.verify(signature, scheme.hash(message), key)) process.exit(1);
  took.push(performance.now() - begin);
}
console.log(took.sort((a, b) => a - b)[20]);
'''


def noble(bls):
    """In milliseconds, warm; None where Node or the library is missing."""
    web = os.path.join(ROOT, 'web')
    signature = 'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b'
    script = NOBLE.replace('KEY', bls.QUICKNET.hex()).replace('SIGNATURE', signature)
    try:
        done = subprocess.run(['node', '--input-type=module', '-e', script], cwd=web, capture_output=True, text=True, timeout=120)
    except FileNotFoundError:
        return None
    return float(done.stdout) if done.returncode == 0 else None


def python(bls):
    took = []
    for round_ in range(1, 8):  # wrong rounds cost the same; right ones are remembered
        begin = time.monotonic()
        bls.quicknet(round_, bytes.fromhex('b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'))
        took.append((time.monotonic() - begin) * 1000)
    return statistics.median(took)


def main():
    sys.path.insert(0, os.path.join(ROOT, 'tests', 'check'))
    import bls
    ours, peer = float(subprocess.run([PROGRAM], capture_output=True, text=True, check=True).stdout), noble(bls)
    row = {'case': 'a round of drand verified', 'value': round(ours, 2), 'unit': 'ms'}
    if peer:
        row['against'] = {'what': 'noble-curves under Node', 'value': round(peer, 2)}
    slow = {'case': 'the same by the second verifier (Python)', 'value': round(python(bls), 1), 'unit': 'ms'}
    print(json.dumps({'bench': 'draw', 'rows': [row, slow]}))


if __name__ == '__main__':
    main()
