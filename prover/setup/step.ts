import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { withWorkers } from "../groth16/prover/workers.ts";
import { artifactError, type CodeOf, DisjointError } from "../shared/errors.ts";

/** Lets `make` write a file that replaces `path` only when it is complete. */
export async function replace(path: string, make: (temporary: string) => Promise<unknown>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.part`;
  try {
    await make(temporary);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Runs a step of snarkjs, whose own errors say what they met in the files and mean that those are bad. */
export async function attempt<T>(code: CodeOf<"artifact">, path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await withWorkers(step);
  } catch (cause) {
    if (cause instanceof DisjointError) throw cause;
    throw artifactError(code, `${path}: ${(cause as Error).message}`, "Fetch the file again.", cause);
  }
}
