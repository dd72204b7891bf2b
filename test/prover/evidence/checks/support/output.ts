import type { OutputKeys } from "../../../../../prover/custody/outputs/keys.ts";
import type { Output } from "../../../../../prover/custody/outputs/output.ts";
import { type OutputFiles, type OutputPolicy, verifyOutput } from "../../../../../prover/custody/outputs/verify.ts";
import { makeOutputScene, OPEN, OUTPUT, type OutputScene } from "../../../../support/outputs.ts";
import { edited, type Subject, set, ZEROS } from "./scene.ts";

let scene: OutputScene;
export const makeOutputs = async () => {
  scene = await makeOutputScene();
};
export const removeOutputs = () => scene?.remove();

const checksOf = (files: Partial<OutputFiles> = {}, policy: Partial<OutputPolicy> = {}) =>
  verifyOutput({ ...scene.files, ...files }, { ...scene.policy, ...policy }).checks;
const withKeys = async (changed: Partial<OutputKeys>) =>
  checksOf({ keys: await scene.signKeys({ ...scene.keys, ...changed }) });
const withOutput = async (changed: Partial<Output>) =>
  checksOf({ signature: await scene.signOutput({ ...OUTPUT, ...changed }) });

/** An output of a release, signed and in a batch. */
export const output: Subject = {
  good: () => checksOf(),
  refusals: {
    format: () => checksOf({ signature: edited(scene.files.signature, (envelope) => set(envelope, { note: 1 })) }),
    signature: () => checksOf({}, { signers: [scene.machine.signer] }),
    output: () => withOutput({ sha256: ZEROS }),
    "output-keys": () => checksOf({}, { sequence: 2 }),
    "output-key": () => withKeys({ keys: [] }),
    "output-release": () => withOutput({ release: `0x${ZEROS}` }),
    "key-valid": () => withOutput({ time: "2025-01-01T00:00:00.000Z" }),
    "output-proof": () => checksOf({ proof: edited(scene.files.proof!, ({ siblings }) => siblings.pop()) }),
    "output-anchor": () => checksOf({}, { anchors: new Map() }),
    "release-clean": () => checksOf({}, { lists: [OPEN.list] }),
  },
};
