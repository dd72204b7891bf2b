import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Native } from "../../native/index.ts";
import { type Backend, readAnswer } from "./backend.ts";

/** The prover of the native kernel. */
export const nativeBackend = (native: Native): Backend => ({
  name: `native ${native.backend}`,
  // One keeps the processors busy while the other has work for a single thread: its witness, the end of a sum.
  atOnce: 2,
  async prove(zkey, witness, { blinding, ...options } = {}) {
    // Where nothing can be written, the kernel reads the matrices from the zkey.
    if (options.matrices !== undefined) await mkdir(dirname(options.matrices), { recursive: true }).catch(() => {});
    return readAnswer("the native kernel", zkey, await native.prove({ zkey, wtns: witness, ...options, ...blinding }));
  },
});
