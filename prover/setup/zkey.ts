import { type FileHandle, open } from "node:fs/promises";
import { blake2b } from "@noble/hashes/blake2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { G1, G2 } from "../groth16/points.ts";
import type { VerificationKey } from "../groth16/verificationKey.ts";
import { artifactError } from "../shared/errors.ts";
import { BASE_ORDER, bytesToBigIntLE, FIELD_BYTES, FIELD_ORDER, inverse } from "../shared/field.ts";
import { readSection, readSections, type Section } from "./sections.ts";

/** One step of phase 2. A beacon is public, so it adds no secrecy; `hash` is the BLAKE2b-512 that snarkjs prints. */
export type Contribution = { kind: "contribution" | "beacon"; name: string; hash: string };

/** The contents of a zkey except its large sections. */
export type ZkeySummary = {
  wires: number;
  publicSignals: number;
  domain: number;
  key: VerificationKey;
  contributions: Contribution[];
};

const G1_BYTES = 2 * FIELD_BYTES;
const G2_BYTES = 4 * FIELD_BYTES;
const HASH_BYTES = 64;
const GROTH16 = 1;
const BEACON = 1;
const NAME_PARAMETER = 1;

/**
 * Reads the header, the verification key and the contributions of a zkey.
 *
 * @throws artifact `setup/malformed`, `setup/other-field`; `setup/contributions` when the last contribution does not
 * lead to the key's delta
 */
export async function readZkey(path: string): Promise<ZkeySummary> {
  const file = await open(path);
  try {
    const sections = await readSections(file, "zkey", path);
    if ((await readSection(file, sections, 1, 4)).readUInt32LE(0) !== GROTH16)
      throw artifactError("setup/malformed", `${path} is no Groth16 key`, "Make a Groth16 key.");
    return await readSummary(file, sections, path);
  } finally {
    await file.close();
  }
}

async function readSummary(file: FileHandle, sections: Map<number, Section>, path: string): Promise<ZkeySummary> {
  const head = new Cursor(
    await readSection(file, sections, 2, 2 * (4 + FIELD_BYTES) + 12 + 3 * G1_BYTES + 3 * G2_BYTES),
  );
  const fields = [head.u32(), head.integer(), head.u32(), head.integer()];
  if (fields.join() !== [FIELD_BYTES, BASE_ORDER, FIELD_BYTES, FIELD_ORDER].join())
    throw artifactError("setup/other-field", `${path} is over another curve`, "Make the key for BN254 (bn128).");
  const wires = head.u32();
  const publicSignals = head.u32();
  const domain = head.u32();
  const alpha = head.g1();
  head.g1(); // beta in G1
  const beta = head.g2();
  const gamma = head.g2();
  const delta1 = head.g1();
  const delta = head.g2();
  const points = new Cursor(await readSection(file, sections, 3, (publicSignals + 1) * G1_BYTES));
  const ic = Array.from({ length: publicSignals + 1 }, () => points.g1());
  const contributions = new Cursor(await readSection(file, sections, 10));
  return {
    wires,
    publicSignals,
    domain,
    key: { alpha, beta, gamma, delta, ic },
    contributions: readContributions(contributions, delta1, path),
  };
}

function readContributions(cursor: Cursor, delta: G1, path: string): Contribution[] {
  cursor.bytes(HASH_BYTES);
  const contributions: Contribution[] = [];
  let last: G1 | undefined;
  for (let left = cursor.u32(); left > 0; left--) {
    const start = cursor.position;
    last = cursor.g1();
    cursor.position = start;
    const publicKey = cursor.bytes(3 * G1_BYTES + G2_BYTES);
    const transcript = cursor.bytes(HASH_BYTES);
    const kind = cursor.u32() === BEACON ? "beacon" : "contribution";
    const hash = bytesToHex(blake2b(Buffer.concat([uncompressed(publicKey), transcript]), { dkLen: HASH_BYTES }));
    contributions.push({ kind, name: nameIn(cursor.bytes(cursor.u32())), hash });
  }
  if (cursor.left !== 0)
    throw artifactError("setup/malformed", `${path} has bytes after its contributions`, "Fetch it again.");
  if (last !== undefined && last.join() !== delta.join())
    throw artifactError(
      "setup/contributions",
      `the last contribution of ${path} does not lead to its delta`,
      "Fetch it again.",
    );
  return contributions;
}

/**
 * snarkjs hashes points as big-endian canonical coordinates, c1 before c0; the file has Montgomery form, little-endian.
 */
function uncompressed(points: Buffer): Buffer {
  const coordinates = Array.from({ length: points.length / FIELD_BYTES }, (_, i) => {
    const value = fromMontgomery(bytesToBigIntLE(points, i * FIELD_BYTES));
    return Buffer.from(value.toString(16).padStart(2 * FIELD_BYTES, "0"), "hex");
  });
  const first = coordinates.length - 4;
  const [x0, x1, y0, y1] = coordinates.slice(first) as [Buffer, Buffer, Buffer, Buffer];
  return Buffer.concat([...coordinates.slice(0, first), x1, x0, y1, y0]);
}

/** The parameters of a contribution: u8 kind, u8 length, bytes; a beacon's iteration count (2) has no length. */
function nameIn(parameters: Buffer): string {
  if (parameters[0] !== NAME_PARAMETER) return "";
  return parameters.subarray(2, 2 + parameters[1]!).toString("utf8");
}

const MONTGOMERY_INVERSE = inverse(1n << BigInt(8 * FIELD_BYTES), BASE_ORDER);
const fromMontgomery = (value: bigint): bigint => (value * MONTGOMERY_INVERSE) % BASE_ORDER;

/** Reads consecutive fields; reading past the end is an error. */
class Cursor {
  position = 0;
  readonly #content: Buffer;

  constructor(content: Buffer) {
    this.#content = content;
  }

  get left(): number {
    return this.#content.length - this.position;
  }

  bytes(length: number): Buffer {
    if (length > this.left)
      throw artifactError("setup/malformed", "a section of the zkey ends too early", "Fetch the key again.");
    this.position += length;
    return this.#content.subarray(this.position - length, this.position);
  }

  u32 = (): number => this.bytes(4).readUInt32LE(0);
  integer = (): bigint => bytesToBigIntLE(this.bytes(FIELD_BYTES));
  coordinate = (): bigint => fromMontgomery(this.integer());
  g1 = (): G1 => [this.coordinate(), this.coordinate()];
  g2 = (): G2 => [
    [this.coordinate(), this.coordinate()],
    [this.coordinate(), this.coordinate()],
  ];
}
