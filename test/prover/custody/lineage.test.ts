import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawDot, drawText } from "../../../prover/custody/lineage/draw.ts";
import { verifyLineage } from "../../../prover/custody/lineage/verify.ts";
import { commitmentDigest, type Step } from "../../../prover/custody/steps/step.ts";
import { bytes, COMMITMENTS, fileDigest, makeSigner, STEPS, type TestSigner, WEIGHTS } from "../../support/lineage.ts";

let vendor: TestSigner;
let stranger: TestSigner;
beforeAll(async () => {
  vendor = await makeSigner();
  stranger = await makeSigner("stranger");
});
afterAll(async () => {
  await vendor.remove();
  await stranger.remove();
});

const signAll = (steps: readonly Step[]) => Promise.all(steps.map(vendor.signStep));
const policy = () => ({ signers: [vendor.signer], shards: COMMITMENTS });
const verified = async (steps: readonly Step[], weights = WEIGHTS) =>
  verifyLineage(weights, await signAll(steps), policy());
const failedIn = ({ checks }: ReturnType<typeof verifyLineage>) => checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

/** The steps with one of them changed. */
const changed = (index: number, change: (step: Step) => void): Step[] => {
  const steps = structuredClone([...STEPS]);
  change(steps[index]!);
  return steps;
};

describe("a lineage", () => {
  it("leads from weights to all shards, in any order of its files", async () => {
    const { outcome, shards, steps, code, root, unused } = await verified(STEPS);
    expect(outcome).toBe("true");
    expect(shards.toSorted()).toEqual(COMMITMENTS.map(String));
    expect(steps.map(({ step }) => step.name)).toEqual(["train", "tokenize-0", "tokenize-1"]);
    expect(code.map(({ name }) => name)).toEqual(["train.mjs"]);
    expect(unused).toEqual([]);
    const other = await verified(STEPS.toReversed());
    expect([other.outcome, other.root]).toEqual(["true", root]);
    const pinned = verifyLineage(WEIGHTS, await signAll(STEPS), { ...policy(), root: root! });
    expect(pinned.outcome).toBe("true");
  });

  it.each<[string, () => Promise<ReturnType<typeof verifyLineage>>, string[]]>([
    ["other weights", () => verified(STEPS, fileDigest("others").sha256), ["weights", "source-shards-reached"]],
    ["a step that is missing", () => verified(STEPS.slice(1)), ["material-1-train-tokens-0", "source-shards-reached"]],
    [
      "a swapped shard",
      () => verified(changed(0, (step) => (step.materials[0]!.digest = commitmentDigest(9n)))),
      ["source-shards-declared", "source-shards-reached"],
    ],
    [
      "a shard that is left out",
      () => verified(changed(2, (step) => step.materials.shift())),
      ["source-shards-reached"],
    ],
    [
      "data without a source",
      () => verified(changed(0, (step) => (step.materials = []))),
      ["material-0-tokenize-0", "source-shards-reached"],
    ],
    [
      "data that were made too late",
      () => verified(changed(0, (step) => (step.finished = "2026-01-31T12:00:59.000Z"))),
      ["chronology-2-train-tokens-0"],
    ],
    [
      "a cycle",
      () =>
        verified(
          changed(0, (step) => {
            step.materials.push({ name: "old", digest: { sha256: WEIGHTS }, role: "data" });
            step.started = "2026-01-31T12:59:00.000Z";
          }),
        ),
      ["cycle"],
    ],
    [
      "a dataset of a weak digest",
      () =>
        verified(
          changed(2, (step) => {
            step.source = { kind: "import", tool: "mlflow", run: "1", status: "FINISHED" };
            step.weak = [
              { name: "train", role: "material", algorithm: "mlflow", digest: "1a2b3c4d", reason: "32 bits" },
            ];
            step.materials = step.materials.filter(({ role }) => role === "code");
          }),
        ),
      ["weak-digest-2-train", "source-shards-reached"],
    ],
  ])("refuses %s by name", async (_, make, names) => {
    const found = await make();
    expect(found.outcome).toBe("false");
    expect(failedIn(found)).toEqual(names);
  });

  it("refuses steps without a trusted signature, edited steps, and files that are not steps", async () => {
    const files = await signAll(STEPS);
    const check = (changedFiles: Uint8Array[]) => failedIn(verifyLineage(WEIGHTS, changedFiles, policy()));
    expect(check([await stranger.signStep(STEPS[0]!), ...files.slice(1)])).toEqual(["signature-0-tokenize-0"]);
    const envelope = JSON.parse(Buffer.from(files[2]!).toString());
    const payload = Buffer.from(envelope.payload, "base64").toString().replace("train.mjs", "Train.mjs");
    const edited = bytes(JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString("base64") }));
    expect(check([files[0]!, files[1]!, edited])).toEqual(["signature-2-train"]);
    const unsigned = bytes(JSON.stringify({ ...envelope, signatures: [] }));
    expect(check([files[0]!, files[1]!, unsigned])[0]).toBe("step-2");
    const other = await vendor.sign(bytes(JSON.stringify({ _type: "https://in-toto.io/Statement/v1" })));
    expect(check([...files, other])).toEqual(["step-3"]);
    const spaced = await vendor.sign(bytes(`${payload} `));
    expect(check([...files, spaced])).toEqual(["step-3"]);
  });

  it("refuses steps other than those whose root was published", async () => {
    const { root } = await verified(STEPS);
    const steps = changed(2, (step) => (step.name = "Train"));
    const found = verifyLineage(WEIGHTS, await signAll(steps), { ...policy(), root: root! });
    expect(failedIn(found)).toEqual(["steps-root"]);
  });

  it("says nothing about which shards if none are named", async () => {
    const found = verifyLineage(WEIGHTS, await signAll(STEPS), { signers: [vendor.signer] });
    expect(found.outcome).toBe("true");
    const none = changed(2, (step) => (step.materials = [{ name: "code", digest: fileDigest("c"), role: "code" }]));
    expect(failedIn(verifyLineage(WEIGHTS, await signAll(none), { signers: [vendor.signer] }))).toEqual([
      "material-2-train",
      "source-shards",
    ]);
  });

  it("is drawn as text and for Graphviz", async () => {
    const found = await verified(changed(2, (step) => (step.name = 'tr"ain')));
    expect(drawText(found)).toContain(`weights sha256 ${WEIGHTS.slice(0, 12)}\n  by tr"ain, signed by vendor`);
    const dot = drawDot(found);
    expect(dot.match(/shape=cylinder/g)).toHaveLength(2);
    expect(dot).toContain('label="tr\\"ain"');
    expect(dot.match(/ -> /g)).toHaveLength(8);
  });
});
