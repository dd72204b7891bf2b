import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Custody, makeCustody, OUTPUTS, verifyCustody } from "../../examples/custody.ts";
import { writeEnvelope } from "../../prover/bundle/envelope.ts";
import { signStatement } from "../../prover/bundle/sign.ts";
import {
  inspectOutputKeys,
  makeOutputKeysStatement,
  revokeOutputKey,
  rotateOutputKey,
} from "../../prover/custody/outputs/keys.ts";
import { makeOutputStatement } from "../../prover/custody/outputs/output.ts";
import { inspectStep, makeStepStatement } from "../../prover/custody/steps/statement.ts";
import { commitmentDigest, type Step } from "../../prover/custody/steps/step.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { FULL } from "../support/full.ts";
import { bytes } from "../support/lineage.ts";

const FOLDER = join(PROJECT_ROOT, "build/examples/custody-test/");

let made: Custody;
beforeAll(async () => {
  made = await makeCustody(FOLDER);
}, 120_000);
afterAll(() => rm(FOLDER, { recursive: true, force: true }));

const failed = async (custody: Custody): Promise<string[]> =>
  (await verifyCustody(custody)).flatMap(({ name, ok }) => (ok ? [] : [name]));

/** What is handed out, with one output, and whatever else is changed. */
const withOne = (change: Partial<Custody> = {}): Custody => ({ ...made, outputs: made.outputs.slice(7, 8), ...change });

const payloadOf = (file: Uint8Array): Uint8Array =>
  Uint8Array.from(Buffer.from(JSON.parse(Buffer.from(file).toString()).payload, "base64"));
const sign = async (payload: Uint8Array, name: "first" | "second" | "machine"): Promise<Uint8Array> =>
  bytes(writeEnvelope(await signStatement(payload, `${FOLDER}${name}.pem`)));

/** The steps with one of them changed, and signed by its maker again. */
async function changedStep(index: number, change: (step: Step) => void): Promise<Uint8Array[]> {
  const read = inspectStep(payloadOf(made.steps[index]!));
  if (!("value" in read)) throw new Error("no step");
  change(read.value);
  return made.steps.with(index, await sign(makeStepStatement(read.value), index < 3 ? "first" : "second"));
}

/** A file with another payload under the same signature. */
function edited(file: Uint8Array, from: string, to: string): Uint8Array {
  const envelope = JSON.parse(Buffer.from(file).toString());
  const payload = Buffer.from(payloadOf(file)).toString().replace(from, to);
  return bytes(JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString("base64") }));
}

const keysOf = () => {
  const read = inspectOutputKeys(payloadOf(made.keys));
  if (!("value" in read)) throw new Error("no keys");
  return read.value;
};
const signKeys = (keys: ReturnType<typeof keysOf>) => sign(makeOutputKeysStatement(keys), "second");
const machine = () => keysOf().keys[0]!.publicKey;

/** The one output with another signature or proof. */
const output = (change: Partial<Custody["outputs"][number]>): Custody =>
  withOne({ outputs: [{ ...made.outputs[7]!, ...change }] });
const signOutput = (release: string, content: string, by: "machine" | "second") =>
  sign(makeOutputStatement({ name: "7.txt", sha256: sha256(content), release, time: new Date().toISOString() }), by);

const TAMPERINGS: readonly [string, () => Custody | Promise<Custody>, string][] = [
  [
    "a swapped shard",
    async () =>
      withOne({ steps: await changedStep(0, ({ materials }) => (materials[0]!.digest = commitmentDigest(9n))) }),
    "source-shards-declared",
  ],
  [
    "a shard left out",
    async () => withOne({ steps: await changedStep(0, ({ materials }) => materials.shift()) }),
    "source-shards-reached",
  ],
  [
    "an edited step",
    () => withOne({ steps: made.steps.with(2, edited(made.steps[2]!, "train", "learn")) }),
    "signature-2-train",
  ],
  [
    "an unsigned step",
    () => {
      const envelope = JSON.parse(Buffer.from(made.steps[1]!).toString());
      return withOne({ steps: made.steps.with(1, bytes(JSON.stringify({ ...envelope, signatures: [] }))) });
    },
    "step-1",
  ],
  [
    "a step of a stranger",
    async () => withOne({ steps: made.steps.with(2, await sign(payloadOf(made.steps[2]!), "machine")) }),
    "signature-2-train",
  ],
  ["a missing step", () => withOne({ steps: made.steps.toSpliced(1, 1) }), "material-1-train-tokens.json"],
  ["replaced weights", () => withOne({ weights: bytes("{}") }), "weights"],
  [
    "data that came from nowhere",
    async () =>
      withOne({
        steps: await changedStep(5, ({ materials }) =>
          materials.push({ name: "scraped.json", digest: { sha256: sha256("scraped") }, role: "data" }),
        ),
      }),
    "material-5-fine-tune-scraped.json",
  ],
  [
    "data known by a weak digest",
    async () =>
      withOne({
        steps: await changedStep(5, (step) => {
          step.source = { kind: "import", tool: "mlflow", run: "1", status: "FINISHED" };
          step.weak = [{ name: "d", role: "material", algorithm: "mlflow", digest: "1a2b3c4d", reason: "32 bits" }];
        }),
      }),
    "weak-digest-5-fine-tune",
  ],
  [
    "a circle",
    async () =>
      withOne({
        steps: await changedStep(3, (step) => {
          step.materials.push({ name: "tuned.json", digest: { sha256: sha256(made.weights) }, role: "data" });
        }),
      }),
    "cycle",
  ],
  [
    "a step that was dated back",
    async () => withOne({ steps: await changedStep(5, (step) => (step.started = "2020-01-01T00:00:00.000Z")) }),
    "chronology-5-fine-tune-base.json",
  ],
  [
    "other steps than those whose root was published",
    async () => withOne({ steps: await changedStep(2, (step) => (step.name = "train again")) }),
    "steps-root",
  ],
  ["an edited output", () => output({ text: `${made.outputs[7]!.text}.` }), "output"],
  [
    "an output of another release",
    async () => output({ signature: await signOutput(made.releases.base, made.outputs[7]!.text, "machine") }),
    "output-release",
  ],
  [
    "an output signed by a key that is not for outputs",
    async () => output({ signature: await signOutput(made.releases.tuned, made.outputs[7]!.text, "second") }),
    "output-key",
  ],
  [
    "a revoked key",
    async () => {
      const revoked = { at: "2026-01-01T00:00:00.000Z", reason: "stolen" };
      return withOne({ keys: await signKeys(revokeOutputKey(keysOf(), machine(), revoked)) });
    },
    "key-valid",
  ],
  [
    "a key that was replaced before",
    async () => withOne({ keys: await signKeys(rotateOutputKey(keysOf(), "ef".repeat(32), new Date("2020-01-01"))) }),
    "key-valid",
  ],
  ["an edited list of keys", () => withOne({ keys: edited(made.keys, "2026", "2025") }), "signature-output-keys"],
  ["the proof of another output", () => output({ proof: made.outputs[8]!.proof }), "output-proof"],
  ["a batch that nobody anchored", () => withOne({ anchors: new Map() }), "output-anchor"],
  [
    "edited terms",
    () => {
      const registry = structuredClone(made.registry);
      registry.releases.find(({ release }) => release === made.releases.tuned)!.terms = "https://example.org/other";
      return withOne({ registry });
    },
    "output-release-content",
  ],
  [
    "weights that the registry does not have",
    async () => withOne({ keys: await signKeys({ ...keysOf(), weights: "ef".repeat(32) }) }),
    "output-release-registered",
  ],
];

describe("a chain of custody", () => {
  it("leads from four shards through six steps to a thousand outputs, and every link holds", async () => {
    const outputs = made.outputs.slice(0, FULL ? OUTPUTS : 50);
    expect(await failed({ ...made, outputs })).toEqual([]);
    expect(made.steps).toHaveLength(6);
    expect(made.outputs).toHaveLength(OUTPUTS);
    expect(new Set(made.outputs.map(({ text }) => text)).size).toBe(OUTPUTS);
    expect(JSON.parse(Buffer.from(made.weights).toString()).star).toBeDefined();
  });

  it.each(TAMPERINGS)("is refused with %s", async (_, tamper, name) => {
    expect(await failed(withOne())).toEqual([]);
    expect(await failed(await tamper())).toContain(name);
  });
});
