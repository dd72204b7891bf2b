import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Signer } from "../../prover/bundle/envelope.ts";
import { writeEnvelope } from "../../prover/bundle/envelope.ts";
import { makeSigningKey, signStatement } from "../../prover/bundle/sign.ts";
import { makeStepStatement } from "../../prover/custody/steps/statement.ts";
import { commitmentDigest, type Step } from "../../prover/custody/steps/step.ts";
import { sha256 } from "../../prover/shared/files.ts";

export const bytes = (text: string) => new TextEncoder().encode(text);
export const fileDigest = (content: string) => ({ sha256: sha256(content) });

/** The shards that the weights of `STEPS` come from. */
export const COMMITMENTS = [1234567n, 7654321n] as const;
export const WEIGHTS = sha256("weights");

const step = (name: string, second: number, materials: Step["materials"], products: Step["products"]): Step => ({
  name,
  source: {
    kind: "run",
    command: { command: ["node", `${name}.mjs`] },
    environment: { platform: "linux", architecture: "x64", runtime: "node v24.0.0" },
  },
  materials,
  products,
  weak: [],
  started: `2026-01-31T12:00:${String(second).padStart(2, "0")}.000Z`,
  finished: `2026-01-31T12:00:${String(second + 1).padStart(2, "0")}.000Z`,
});

/** Two shards, each tokenized, and weights trained from both. */
export const STEPS: readonly Step[] = [
  ...COMMITMENTS.map((commitment, i) =>
    step(
      `tokenize-${i}`,
      2 * i,
      [{ name: `shard-${i}`, digest: commitmentDigest(commitment), role: "data" }],
      [{ name: `tokens-${i}`, digest: fileDigest(`tokens ${i}`) }],
    ),
  ),
  step(
    "train",
    10,
    [
      ...[0, 1].map((i) => ({ name: `tokens-${i}`, digest: fileDigest(`tokens ${i}`), role: "data" as const })),
      { name: "train.mjs", digest: fileDigest("program"), role: "code" },
    ],
    [{ name: "weights", digest: { sha256: WEIGHTS } }],
  ),
];

/** A key that signs, and is trusted under a name. */
export async function makeSigner(name = "vendor") {
  const folder = await mkdtemp(join(tmpdir(), "disjoint-"));
  const keyPath = join(folder, `${randomUUID()}.pem`);
  const signer: Signer = { name, publicKey: await makeSigningKey(keyPath) };
  return {
    signer,
    keyPath,
    sign: async (payload: Uint8Array) => bytes(writeEnvelope(await signStatement(payload, keyPath))),
    signStep: async (each: Step) => bytes(writeEnvelope(await signStatement(makeStepStatement(each), keyPath))),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export type TestSigner = Awaited<ReturnType<typeof makeSigner>>;
