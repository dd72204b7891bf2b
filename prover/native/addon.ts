import { createRequire } from "node:module";
import { artifactError, type CodeOf, DisjointError } from "../shared/errors.ts";
import type { OnProgress } from "../shared/progress.ts";

/** A job's handle inside the addon. */
export type Handle = { readonly handle: unique symbol };

/**
 * The functions of the addon. Long ones return a promise of bytes: field elements of 32 bytes, little-endian,
 * canonical.
 */
export type Addon = {
  createJob(backend: string, threads: number): Handle;
  backend(job: Handle): "ifma" | "avx2" | "x86-64" | "portable";
  cancel(job: Handle): void;
  progress(job: Handle): [what: string, done: number, total: number];
  prove(
    job: Handle,
    zkey: string,
    matrices: string,
    wtns: string | Uint8Array,
    r?: Uint8Array,
    s?: Uint8Array,
  ): Promise<Uint8Array>;
  witness(
    job: Handle,
    statement: number,
    entries: number,
    nodes: number,
    r1cs: string,
    inputs: Uint8Array,
  ): Promise<Uint8Array>;
  poseidon(job: Handle, arity: number, inputs: Uint8Array): Promise<Uint8Array>;
  sha256(job: Handle, prefix: Uint8Array, bytes: Uint8Array, ends: Uint8Array, digests: Uint8Array): void;
  plainObjects(
    bytes: Uint8Array,
    bounds: Uint8Array,
    wanted: readonly string[],
    places: Uint8Array,
    texts: Uint8Array,
  ): void;
  expandSnappy(input: Uint8Array, output: Uint8Array): boolean;
  developmentSetup(job: Handle, r1cs: string, zkey: string, trapdoor?: Uint8Array): Promise<Uint8Array>;
  ceremonySetup(job: Handle, r1cs: string, ptau: string, zkey: string): Promise<Uint8Array>;

  developmentPowers(job: Handle, path: string, g1: number, g2: number, tau?: Uint8Array): Promise<Uint8Array>;
  powersFromPtau(job: Handle, ptau: string, path: string, g1: number, g2: number): Promise<Uint8Array>;
  combinePowers(job: Handle, powers: string, challenge: Uint8Array): Promise<Uint8Array>;
  accumulateKeys(
    job: Handle,
    powers: string,
    keys: Uint8Array,
    multiplier: Uint8Array,
    coefficients: string,
  ): Promise<Uint8Array>;
  accumulateEntries(job: Handle, powers: string, entries: Uint8Array, multiplier: Uint8Array): Promise<Uint8Array>;
  proveDisjoint(
    job: Handle,
    powers: string,
    entries: Uint8Array,
    counts: Uint8Array,
    multipliers: Uint8Array,
    coefficients: readonly string[],
    blindings: Uint8Array,
  ): Promise<Uint8Array>;
  proveMember(job: Handle, powers: string, coefficients: string, key: Uint8Array): Promise<Uint8Array>;

  /** Parts of the kernel on their own, for tests: see src/binding/probe.hpp. */
  probeField(job: Handle, field: number, operation: number, a: Uint8Array, b: Uint8Array): Promise<Uint8Array>;
  probeAdd(job: Handle, group: number, a: Uint8Array, b: Uint8Array): Promise<Uint8Array>;
  probeMultiply(job: Handle, group: number, points: Uint8Array, scalars: Uint8Array): Promise<Uint8Array>;
  probeQuotient(job: Handle, a: Uint8Array, b: Uint8Array): Promise<Uint8Array>;
};

/** How to run long work: on all processors unless `threads` says otherwise. */
export type RunOptions = { threads?: number; onProgress?: OnProgress; signal?: AbortSignal };

/** The addon, or undefined if this system's libraries are older than those that it was compiled for. */
export function loadAddon(path: string): Addon | undefined {
  try {
    return createRequire(import.meta.url)(path) as Addon;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_DLOPEN_FAILED") return undefined;
    throw error;
  }
}

const REPORT_MILLISECONDS = 100;

/**
 * Runs one job: reports progress, cancels on the abort signal, and wraps its errors.
 *
 * @throws artifact `native/bad-zkey` and other errors of the kernel; the signal's reason when it was aborted
 */
export async function runJob(
  addon: Addon,
  backend: string,
  { threads = 0, onProgress, signal }: RunOptions,
  start: (job: Handle) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const job = addon.createJob(backend, threads);
  const cancel = () => addon.cancel(job);
  signal?.addEventListener("abort", cancel, { once: true });
  const report = onProgress && setInterval(() => reportProgress(onProgress, addon.progress(job)), REPORT_MILLISECONDS);
  try {
    return await start(job);
  } catch (error) {
    signal?.throwIfAborted();
    throw wrap(error);
  } finally {
    clearInterval(report);
    signal?.removeEventListener("abort", cancel);
  }
}

const reportProgress = (onProgress: OnProgress, [what, done, total]: [string, number, number]) => {
  if (what !== "") onProgress({ stage: "native", done, total, what });
};

/** Errors of the kernel carry a code of the form native/what. All of them are about a file, except a wrong call. */
function wrap(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  if (error instanceof DisjointError || !isOfKernel(code)) return error;
  return kernelError(code, message ?? code, error);
}

/** An error of the kernel, or of what does the same without it. */
export const kernelError = (code: KernelCode, message: string, cause?: unknown) =>
  artifactError(code, message, HINTS[code] ?? "Make the artifacts again.", cause);

type KernelCode = CodeOf<"artifact"> & `native/${string}`;

const isOfKernel = (code: unknown): code is KernelCode => typeof code === "string" && code.startsWith("native/");

const HINTS: Readonly<Partial<Record<KernelCode, string>>> = {
  "native/bad-call": "Pass what the function's type says.",
  "native/no-memory": "Use a machine with more memory, or a smaller circuit.",
  "native/not-found": "Pass a file that exists.",
  "native/powers-too-small": "Use powers with more points.",
  "native/equal-elements": "Give every element once.",
  "native/zero-multiplier": "Draw a random multiplier.",
  "native/no-member": "Pass a key that is in the shard.",
  "native/no-backend": "Unset DISJOINT_BACKEND.",
};
