import { LINE, NAME, SHA256 } from "../../shared/shape/fields.ts";
import { object, oneKindOf, optional } from "../../shared/shape/object.ts";
import { list, oneOf, type Shape, text } from "../../shared/shape/shape.ts";

/**
 * A digest under its name in in-toto's DigestSet. `sha256`: of a file, or of a model as OpenSSF model signing has it;
 * `dirHash`: SHA-256 of a folder's list of files, Hash1 of Go's golang.org/x/mod/sumdb/dirhash;
 * `disjointCommitmentV1`: the commitment to a shard, 32 bytes, big-endian. All in hexadecimal.
 */
export type Digest = { sha256: string } | { dirHash: string } | { disjointCommitmentV1: string };

/** What came out of a step. */
export type Product = { name: string; digest: Digest };

/** What a step used. `code`: a program or configuration; everything else is data, and must come from somewhere. */
export type Material = Product & { role: "data" | "code" };

/** What another tool calls the digest of something, and why nothing follows from it. */
export type WeakDigest = {
  name: string;
  role: "material" | "product";
  algorithm: string;
  digest: string;
  reason: string;
};

/** A command: its arguments, secrets redacted, or the SHA-256 of these as canonical JSON. */
export type StepCommand = { command: string[] } | { commandDigest: { sha256: string } };

/** Where a command ran. `program`: SHA-256 of its executable; missing if that is not a file that can be read. */
export type Environment = { platform: string; architecture: string; runtime: string; program?: string };

/** A run of another tool that a step was imported from. */
export type Origin = { tool: "mlflow" | "wandb"; run: string; status: string };

/** How a step came to be known: it was run here, or another tool says so. */
export type StepSource =
  | { kind: "run"; command: StepCommand; environment: Environment }
  | ({ kind: "import" } & Origin);

/**
 * One step from materials to products. `weak`: what is known only by a digest that proves nothing. Times are UTC, to
 * the millisecond.
 */
export type Step = {
  name: string;
  source: StepSource;
  materials: Material[];
  products: Product[];
  weak: WeakDigest[];
  started: string;
  finished: string;
};

const DIGEST: Shape<Digest> = oneKindOf({
  sha256: object({ sha256: SHA256 }),
  dirHash: object({ dirHash: SHA256 }),
  disjointCommitmentV1: object({ disjointCommitmentV1: SHA256 }),
});

export const TIME = text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "a time in UTC, to the millisecond");

export const STEP_NAME = NAME;

export const PRODUCT_FIELDS = { name: LINE, digest: DIGEST };

export const ROLE = oneOf(["data", "code"]);

export const MATERIAL: Shape<Material> = object({ ...PRODUCT_FIELDS, role: ROLE });

export const WEAK: Shape<WeakDigest> = object({
  name: LINE,
  role: oneOf(["material", "product"]),
  algorithm: LINE,
  digest: LINE,
  reason: LINE,
});

export const COMMAND: Shape<StepCommand> = oneKindOf({
  command: object({ command: list(text(/^[^\0]{0,65536}$/, "an argument"), 1) }),
  commandDigest: object({ commandDigest: object({ sha256: SHA256 }) }),
});

export const ENVIRONMENT: Shape<Environment> = object({
  platform: LINE,
  architecture: LINE,
  runtime: LINE,
  program: optional(SHA256),
});

export const ORIGIN: Shape<Origin> = object({ tool: oneOf(["mlflow", "wandb"]), run: LINE, status: LINE });

/** A digest as one text: the same text means the same content. */
export function referenceOf(digest: Digest): string {
  const [[name, value]] = Object.entries(digest) as [[string, string]];
  return `${name}:${value}`;
}

/** The commitment to a shard as a digest. */
export const commitmentDigest = (commitment: bigint | string): Digest => ({
  disjointCommitmentV1: BigInt(commitment).toString(16).padStart(64, "0"),
});
