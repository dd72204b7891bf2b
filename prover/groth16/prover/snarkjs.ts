import { loadSnarkjs } from "../../shared/snarkjs.ts";
import { type Backend, readAnswer } from "./backend.ts";
import { withWorkers } from "./workers.ts";

/** The prover that works everywhere, in WebAssembly on all cores. */
export const snarkjsBackend: Backend = {
  name: "snarkjs",
  // A second one would take gigabytes.
  atOnce: 1,
  prove: (zkey, witness, options = {}) =>
    withWorkers(async () => {
      options.signal?.throwIfAborted();
      const { groth16 } = await loadSnarkjs();
      return readAnswer("snarkjs", zkey, await groth16.prove(zkey, { type: "mem", data: witness }));
    }),
};
