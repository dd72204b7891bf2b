import { randomBytes } from "node:crypto";
import { bigIntToBytesLE, bytesToBigIntLE, FIELD_BYTES } from "../../../../prover/shared/field.ts";

/** Values where carries, borrows and reductions turn: around 0, the order and the limbs of both back ends. */
export function edgeElements(order: bigint): bigint[] {
  const powers = [52n, 64n, 104n, 128n, 156n, 192n, 208n, 252n, 253n].flatMap((k) => [
    (1n << k) - 1n,
    1n << k,
    order - (1n << k),
  ]);
  const montgomery = [256n, 260n, 512n, 520n].map((k) => (1n << k) % order);
  return [0n, 1n, 2n, 3n, order - 1n, order - 2n, order >> 1n, (order >> 1n) + 1n, ...powers, ...montgomery].filter(
    (value) => value >= 0n && value < order,
  );
}

/** Random bytes that were not used yet: a call for each element would cost more than the element. */
let drawn = Buffer.alloc(0);

function draw(): Buffer {
  if (drawn.length === 0) drawn = randomBytes(4096 * FIELD_BYTES);
  const bytes = drawn.subarray(0, FIELD_BYTES);
  drawn = drawn.subarray(FIELD_BYTES);
  return bytes;
}

export function randomElement(order: bigint): bigint {
  for (;;) {
    const value = bytesToBigIntLE(draw()) >> 2n;
    if (value < order) return value;
  }
}

export const randomElements = (order: bigint, count: number): bigint[] =>
  Array.from({ length: count }, () => randomElement(order));

export const toBytes = (values: readonly bigint[]): Uint8Array =>
  Buffer.concat(values.map((value) => bigIntToBytesLE(value)));

export const fromBytes = (bytes: Uint8Array): bigint[] =>
  Array.from({ length: bytes.length / FIELD_BYTES }, (_, i) => bytesToBigIntLE(bytes, i * FIELD_BYTES));
