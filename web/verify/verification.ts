import type { Check, PackClaims, PackVerdict } from "../../prover/verify.ts";
import type { Terms } from "./policy.ts";
import type { PackSource, VerifierAnswer, VerifierRequest } from "./protocol.ts";

/** The part of a Web Worker that is used. */
export type Thread = {
  postMessage(message: VerifierRequest): void;
  terminate(): void;
  addEventListener(type: string, listener: (event: ThreadEvent) => void): void;
  removeEventListener(type: string, listener: (event: ThreadEvent) => void): void;
};

/** A message of the worker, or the error that ended it. */
type ThreadEvent = { type: string; data?: unknown; message?: string };

/** What the reader sees while checks are made; `share`: how much of the work is done, from 0 to 1. */
export type OnChecks = (checks: readonly Check[], share: number) => void;

/** A verdict, what the pack says of itself, and the terms under which it was verified. */
export type VerifiedPack = { claims: PackClaims; terms: Terms; found: PackVerdict };

/**
 * Verifies one pack in a thread of its own, which ends with it.
 *
 * @param termsOf makes the policy from what the pack says of itself
 * @param signal ends the thread; the promise is then rejected with the signal's reason
 * @returns undefined for what is not an evidence pack
 * @throws Error if the verifier itself fails, which is not a verdict; what `termsOf` throws
 */
export async function verifyInThread(
  thread: Thread,
  pack: PackSource,
  termsOf: (claims: PackClaims) => Terms | Promise<Terms>,
  onChecks: OnChecks,
  signal: AbortSignal,
): Promise<VerifiedPack | undefined> {
  const exchange = (request: VerifierRequest) => lastAnswer(thread, request, onChecks, signal);
  try {
    const opened = await exchange({ kind: "open", pack });
    const claims = opened.kind === "opened" ? opened.claims : undefined;
    if (claims === undefined) return undefined;
    const terms = await termsOf(claims);
    const answer = await exchange({ kind: "verify", policy: terms.policy, known: terms.known });
    if (answer.kind !== "verified") throw new Error("the verifier gave no verdict");
    return { claims, terms, found: answer.found };
  } finally {
    thread.terminate();
  }
}

/** Sends a request, and waits for the answer that is not progress. */
async function lastAnswer(thread: Thread, request: VerifierRequest, onChecks: OnChecks, signal: AbortSignal) {
  const { promise, resolve, reject } = Promise.withResolvers<VerifierAnswer>();
  const listen = ({ type, data, message }: ThreadEvent) => {
    const answer = data as VerifierAnswer;
    if (type === "error") reject(new Error(message || "the verifier cannot be loaded"));
    else if (answer.kind === "progress") onChecks(answer.checks, answer.share);
    else if (answer.kind === "failed") reject(new Error(answer.message));
    else resolve(answer);
  };
  const abort = () => reject(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener("abort", abort, { once: true });
  for (const type of ["message", "error"]) thread.addEventListener(type, listen);
  try {
    thread.postMessage(request);
    return await promise;
  } finally {
    signal.removeEventListener("abort", abort);
    for (const type of ["message", "error"]) thread.removeEventListener(type, listen);
  }
}
