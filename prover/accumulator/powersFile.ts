import { type FileHandle, open } from "node:fs/promises";
import { kernelError } from "../native/addon.ts";
import { BASE_ORDER, bigIntToBytesLE, bytesToBigIntLE, FIELD_BYTES, inverse } from "../shared/field.ts";
import { checkedG1, fromPointG1, fromPointG2, onTwist, type PointG1, type PointG2 } from "./points.ts";

/**
 * What a file of powers says of itself: how many there are in each group, and who made them. Of a ceremony's nobody
 * knows tau; those for development were made on one machine.
 */
export type PowersHeader = { kind: "ceremony" | "development"; g1Count: number; g2Count: number };

/** The layout that the kernel maps: prover/native/src/accumulator/powers_file.hpp. */
const HEADER_BYTES = 64;
const MAGIC = "dsjtpow1";
const KINDS = ["ceremony", "development"] as const;
export const G1_BYTES = 2 * FIELD_BYTES;
export const G2_BYTES = 4 * FIELD_BYTES;

/** Most points in a group: the largest ceremony's size. */
export const MAX_POWERS = 2 ** 28;

/** Coordinates are stored as x * 2^256 modulo the base field's order. */
const MONTGOMERY = (1n << 256n) % BASE_ORDER;
const FROM_MONTGOMERY = inverse(MONTGOMERY, BASE_ORDER);

/**
 * The header of a file of powers, whose size must be what it says.
 *
 * @throws artifact `native/not-found`, `native/bad-powers`
 */
export const readPowersHeader = (path: string): Promise<PowersHeader> => reading(path, (file) => header(file, path));

/**
 * Points from [tau^first]_1 on, each checked to be on its curve.
 *
 * @throws artifact `native/not-found`, `native/bad-powers`, `native/powers-too-small`
 */
export const readPowersG1 = (path: string, count: number, first = 0): Promise<PointG1[]> =>
  reading(path, async (file) => {
    const { g1Count } = await header(file, path);
    refuseTooFew(path, first + count, g1Count, "G1");
    const values = await coordinates(file, HEADER_BYTES + first * G1_BYTES, count * G1_BYTES);
    return Array.from({ length: count }, (_, i) => {
      const [x, y] = values.slice(2 * i, 2 * i + 2) as [bigint, bigint];
      return point(path, () => checkedG1([x, y], `[tau^${first + i}]_1`));
    });
  });

/** The same in G2. What is made from the points is checked to be in the subgroup. */
export const readPowersG2 = (path: string, count: number, first = 0): Promise<PointG2[]> =>
  reading(path, async (file) => {
    const { g1Count, g2Count } = await header(file, path);
    refuseTooFew(path, first + count, g2Count, "G2");
    const start = HEADER_BYTES + g1Count * G1_BYTES + first * G2_BYTES;
    const values = await coordinates(file, start, count * G2_BYTES);
    return Array.from({ length: count }, (_, i) => {
      const [x0, x1, y0, y1] = values.slice(4 * i, 4 * i + 4) as [bigint, bigint, bigint, bigint];
      const given = [[x0, x1] as const, [y0, y1] as const] as const;
      return point(path, () => onTwist(given, `[tau^${first + i}]_2`));
    });
  });

/** The bytes of a file of powers, for the few that are made without the kernel. */
export const encodePowers = (kind: PowersHeader["kind"], g1: readonly PointG1[], g2: readonly PointG2[]): Buffer[] => {
  const head = Buffer.alloc(HEADER_BYTES);
  head.write(MAGIC, "latin1");
  head.writeUInt32LE(KINDS.indexOf(kind), 8);
  head.writeBigUInt64LE(BigInt(g1.length), 16);
  head.writeBigUInt64LE(BigInt(g2.length), 24);
  return [head, encoded(g1.flatMap(fromPointG1)), encoded(g2.flatMap((each) => fromPointG2(each).flat()))];
};

const encoded = (values: readonly bigint[]): Buffer =>
  Buffer.concat(values.map((value) => bigIntToBytesLE((value * MONTGOMERY) % BASE_ORDER)));

/** Coordinates as ptau files and files of powers have them. */
export function decodeCoordinates(bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  for (let at = 0; at < bytes.length; at += FIELD_BYTES) {
    const stored = bytesToBigIntLE(bytes, at);
    // A second spelling of a coordinate stays one: the point is refused for it.
    values.push(stored < BASE_ORDER ? (stored * FROM_MONTGOMERY) % BASE_ORDER : stored);
  }
  return values;
}

/** Opens a file for reading, and closes it. */
export async function reading<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path).catch((cause) => {
    throw kernelError("native/not-found", `${path} cannot be read: ${(cause as Error).message}`, cause);
  });
  try {
    return await read(file);
  } finally {
    await file.close();
  }
}

async function header(file: FileHandle, path: string): Promise<PowersHeader> {
  const bytes = Buffer.alloc(HEADER_BYTES);
  await file.read(bytes, 0, HEADER_BYTES, 0);
  const [g1, g2] = [16, 24].map((at) => bytes.readBigUInt64LE(at)) as [bigint, bigint];
  const kind = KINDS[bytes.readUInt32LE(8)];
  const rest = Buffer.concat([bytes.subarray(12, 16), bytes.subarray(32)]);
  const isHeader = bytes.toString("latin1", 0, 8) === MAGIC && kind !== undefined && rest.every((byte) => byte === 0);
  const size = BigInt(HEADER_BYTES) + g1 * BigInt(G1_BYTES) + g2 * BigInt(G2_BYTES);
  if (!isHeader || g1 < 2n || g2 < 2n || BigInt((await file.stat()).size) !== size)
    throw kernelError("native/bad-powers", `${path} is not a whole file of powers of tau`);
  return { kind, g1Count: Number(g1), g2Count: Number(g2) };
}

async function coordinates(file: FileHandle, start: number, size: number): Promise<bigint[]> {
  const bytes = Buffer.alloc(size);
  await file.read(bytes, 0, size, start);
  return decodeCoordinates(bytes);
}

/** A bad point of the file is the file's fault, and no proof's. */
function point<T>(path: string, check: () => T): T {
  try {
    return check();
  } catch (cause) {
    throw kernelError("native/bad-powers", `${path}: ${(cause as Error).message}`, cause);
  }
}

function refuseTooFew(path: string, wanted: number, count: number, group: string): void {
  if (wanted > count)
    throw kernelError("native/powers-too-small", `${path} has ${count} points in ${group}, ${wanted} are needed`);
}
