import type { FileHandle } from "node:fs/promises";
import { checkedG1, onTwist, type PointG1, type PointG2 } from "../../accumulator/points.ts";
import { decodeCoordinates, G1_BYTES, G2_BYTES, reading } from "../../accumulator/powersFile.ts";
import { kernelError } from "../../native/addon.ts";
import { BASE_ORDER, bytesToBigIntLE, FIELD_BYTES } from "../../shared/field.ts";
import { readAt, readSection, readSections, type Section } from "../sections.ts";

/** Sections of a ptau file: https://github.com/iden3/snarkjs/blob/master/src/powersoftau_utils.js */
const HEADER = 1;
const TAU_G1 = 2;
const TAU_G2 = 3;

/** How many points of G1 and G2 a ptau file has. */
type Counts = { g1Count: number; g2Count: number };

/**
 * The points that a ptau file has: 2^(n + 1) - 1 in G1 and 2^n in G2.
 *
 * @throws artifact `setup/malformed`, `native/bad-ptau`, `native/not-found`
 */
export const countPtau = (path: string): Promise<Counts> =>
  reading(path, async (file) => (await contents(file, path)).counts);

/**
 * The first points of a ptau file, each checked to be on its curve.
 *
 * @throws as `countPtau`; `native/ptau-too-small`
 */
export const readPtau = (path: string, g1Count: number, g2Count: number): Promise<{ g1: PointG1[]; g2: PointG2[] }> =>
  reading(path, async (file) => {
    const { counts, inG1, inG2 } = await contents(file, path);
    if (g1Count > counts.g1Count || g2Count > counts.g2Count)
      throw kernelError(
        "native/ptau-too-small",
        `${path} has ${counts.g1Count} points in G1 and ${counts.g2Count} in G2, not ${g1Count} and ${g2Count}`,
      );
    const x = decodeCoordinates(await readAt(file, inG1.offset, g1Count * G1_BYTES));
    const y = decodeCoordinates(await readAt(file, inG2.offset, g2Count * G2_BYTES));
    return checked(path, () => ({
      g1: Array.from({ length: g1Count }, (_, i) => checkedG1([x[2 * i]!, x[2 * i + 1]!], `[tau^${i}]_1`)),
      g2: Array.from({ length: g2Count }, (_, i) => {
        const [x0, x1, y0, y1] = y.slice(4 * i, 4 * i + 4) as [bigint, bigint, bigint, bigint];
        return onTwist([[x0, x1] as const, [y0, y1] as const], `[tau^${i}]_2`);
      }),
    }));
  });

async function contents(file: FileHandle, path: string): Promise<{ counts: Counts; inG1: Section; inG2: Section }> {
  const sections = await readSections(file, "ptau", path);
  const header = await readSection(file, sections, HEADER, 4 + FIELD_BYTES + 8);
  const power = header.readUInt32LE(4 + FIELD_BYTES);
  const isBn254 = header.readUInt32LE(0) === FIELD_BYTES && bytesToBigIntLE(header, 4) === BASE_ORDER;
  const counts = { g1Count: 2 ** (power + 1) - 1, g2Count: 2 ** power };
  const inG1 = sections.get(TAU_G1);
  const inG2 = sections.get(TAU_G2);
  if (!isBn254 || inG1?.size !== counts.g1Count * G1_BYTES || inG2?.size !== counts.g2Count * G2_BYTES)
    throw kernelError("native/bad-ptau", `${path} has no powers of tau over BN254 of the size that it states`);
  return { counts, inG1, inG2 };
}

function checked<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw kernelError("native/bad-ptau", `${path}: ${(cause as Error).message}`, cause);
  }
}
