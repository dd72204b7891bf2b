import { open } from "node:fs/promises";
import { artifactError } from "../shared/errors.ts";
import { bytesToBigIntLE, FIELD_BYTES, FIELD_ORDER } from "../shared/field.ts";
import { readSection, readSections } from "./sections.ts";

/** The header of an r1cs file. Wires include the constant one; `publicSignals` does not. */
export type R1csHeader = { constraints: number; wires: number; publicSignals: number; privateInputs: number };

/** A constraint system whose constraints stay in circom's own bytes (see `forEachTerm`). */
export type R1cs = R1csHeader & { body: Buffer };

const HEADER_BYTES = 4 + FIELD_BYTES + 4 * 4 + 8 + 4;

/**
 * Reads the sizes of a circuit from its r1cs file.
 *
 * @throws artifact `setup/malformed`, or `setup/other-field` when the circuit is not over the BN254 scalar field
 */
export async function readR1csHeader(path: string): Promise<R1csHeader> {
  const { body: _, ...header } = await readR1cs(path, false);
  return header;
}

/** Reads a constraint system; with `withBody` false its constraints are left out. */
export async function readR1cs(path: string, withBody = true): Promise<R1cs> {
  const file = await open(path);
  try {
    const sections = await readSections(file, "r1cs", path);
    const head = await readSection(file, sections, 1, HEADER_BYTES);
    if (head.readUInt32LE(0) !== FIELD_BYTES || bytesToBigIntLE(head, 4) !== FIELD_ORDER)
      throw artifactError("setup/other-field", `${path} is over another field`, "Compile it for the prime bn128.");
    const at = (index: number) => head.readUInt32LE(4 + FIELD_BYTES + 4 * index);
    return {
      wires: at(0),
      publicSignals: at(1) + at(2),
      privateInputs: at(3),
      constraints: head.readUInt32LE(HEADER_BYTES - 4),
      body: withBody ? await readSection(file, sections, 2) : Buffer.alloc(0),
    };
  } finally {
    await file.close();
  }
}

/**
 * Calls `visit` for every non-zero entry of the three matrices, in the file's order: constraint by constraint, in each
 * first A (0), then B (1), then C (2). `position` is the offset of the coefficient's 32 bytes (little-endian,
 * canonical).
 *
 * @throws artifact `setup/malformed` when the bytes do not hold exactly the constraints announced
 */
export function forEachTerm(
  r1cs: R1cs,
  visit: (matrix: 0 | 1 | 2, constraint: number, wire: number, position: number) => void,
): void {
  const view = new DataView(r1cs.body.buffer, r1cs.body.byteOffset, r1cs.body.byteLength);
  const refuse = (constraint: number) =>
    artifactError(
      "setup/malformed",
      `the r1cs file is broken at constraint ${constraint}`,
      "Compile the circuit again.",
    );
  let position = 0;
  for (let constraint = 0; constraint < r1cs.constraints; constraint++)
    for (const matrix of [0, 1, 2] as const) {
      if (position + 4 > view.byteLength) throw refuse(constraint);
      const terms = view.getUint32(position, true);
      position += 4;
      if (position + terms * (4 + FIELD_BYTES) > view.byteLength) throw refuse(constraint);
      for (let term = 0; term < terms; term++, position += 4 + FIELD_BYTES) {
        const wire = view.getUint32(position, true);
        if (wire >= r1cs.wires) throw refuse(constraint);
        visit(matrix, constraint, wire, position + 4);
      }
    }
  if (position !== view.byteLength) throw refuse(r1cs.constraints);
}
