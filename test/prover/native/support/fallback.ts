import { expect, test } from "vitest";
import { loadNative } from "../../../../prover/native/index.ts";
import { circomlibPoseidon } from "../../../../prover/shared/poseidon.ts";

/** What holds where the kernel cannot be built: the door says so, and the slower way gives an answer. */
export function withoutKernel(): void {
  test("there is no kernel, and circomlibjs hashes", async () => {
    expect(loadNative()).toBeUndefined();
    expect((await circomlibPoseidon()).backend).toBe("circomlibjs");
  });
}
