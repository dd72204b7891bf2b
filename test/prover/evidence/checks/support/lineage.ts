import { verifyLineage } from "../../../../../prover/custody/lineage/verify.ts";
import { commitmentDigest, type Step } from "../../../../../prover/custody/steps/step.ts";
import { COMMITMENTS, makeSigner, STEPS, type TestSigner, WEIGHTS } from "../../../../support/lineage.ts";
import { type Subject, ZEROS } from "./scene.ts";

let signer: TestSigner;
export const makeLineage = async () => {
  signer = await makeSigner();
};
export const removeLineage = () => signer?.remove();

type Changes = {
  change?: (steps: Step[]) => void;
  weights?: string;
  root?: string;
  edit?: (file: Uint8Array) => Uint8Array;
};

async function checksOf({ change = () => {}, weights = WEIGHTS, root, edit = (file) => file }: Changes = {}) {
  const steps = structuredClone([...STEPS]);
  change(steps);
  const files = (await Promise.all(steps.map(signer.signStep))).map(edit);
  const policy = { signers: [signer.signer], shards: COMMITMENTS };
  const known = verifyLineage(WEIGHTS, files, policy).root;
  return verifyLineage(weights, files, { ...policy, root: root ?? known! }).checks;
}

const edited = (change: (envelope: { signatures: { sig: string }[]; note?: string }) => void) => (file: Uint8Array) => {
  const envelope = JSON.parse(Buffer.from(file).toString());
  change(envelope);
  return Buffer.from(JSON.stringify(envelope));
};

/** Steps from weights back to shards. */
export const lineage: Subject = {
  good: () => checksOf(),
  refusals: {
    format: () => checksOf({ root: ZEROS, edit: edited((envelope) => (envelope.note = "")) }),
    signature: () =>
      checksOf({ edit: edited(({ signatures }) => (signatures[0]!.sig = `A${signatures[0]!.sig.slice(1)}`)) }),
    weights: () => checksOf({ weights: ZEROS }),
    material: () => checksOf({ change: (steps) => steps.shift() }),
    "weak-digest": () =>
      checksOf({
        change: ([, , train]) => {
          train!.source = { kind: "import", tool: "wandb", run: "1", status: "FINISHED" };
          train!.weak = [{ name: "more", role: "material", algorithm: "md5", digest: "x", reason: "collisions" }];
        },
      }),
    chronology: () => checksOf({ change: ([first]) => (first!.finished = "2026-12-31T12:00:00.000Z") }),
    cycle: () =>
      checksOf({
        change: ([first]) => first!.materials.push({ name: "old", digest: { sha256: WEIGHTS }, role: "data" }),
      }),
    "source-shards": () => checksOf({ change: ([first]) => (first!.materials[0]!.digest = commitmentDigest(9n)) }),
    "steps-root": () => checksOf({ root: ZEROS }),
  },
};
