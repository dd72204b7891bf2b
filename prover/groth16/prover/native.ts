import type { Native } from "../../native/index.ts";
import { type Backend, readAnswer } from "./backend.ts";

/** The prover of the native kernel. */
export const nativeBackend = (native: Native): Backend => ({
  name: `native ${native.backend}`,
  prove: async (zkey, witness, { blinding, ...options } = {}) =>
    readAnswer("the native kernel", zkey, await native.prove({ zkey, wtns: witness, ...options, ...blinding })),
});
