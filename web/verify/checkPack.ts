import type { SnapshotRelease } from "../../prover/registry.ts";
import type { PackClaims, Signer } from "../../prover/verify.ts";
import { nodeAt } from "../data/source.ts";
import type { Loaded } from "../data/standing.ts";
import type { PickedFile } from "../files/picked.ts";
import { type ConfirmedBlocks, confirmBlocks } from "./blocks.ts";
import { readPickedPack } from "./packFiles.ts";
import { termsFor } from "./policy.ts";
import { type OnChecks, type VerifiedPack, verifyInThread } from "./verification.ts";

/** What a reader brings: the registry of the page, the signers, and the release that the pack has to be of. */
type Brought = { loaded: Loaded; signers: readonly Signer[]; release?: SnapshotRelease | undefined };

/**
 * Verifies a pack in a worker of its own, which is loaded for it.
 *
 * @returns undefined for what is not an evidence pack
 * @throws Error if there is no verdict
 */
export async function checkPack(
  files: readonly PickedFile[],
  { loaded, signers, release }: Brought,
  onChecks: OnChecks,
  signal: AbortSignal,
): Promise<VerifiedPack | undefined> {
  const pack = await readPickedPack(files);
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const termsOf = async (claims: PackClaims) => {
    const blocks = await confirmedBy(loaded.config.nodes, claims);
    const { registry } = loaded;
    return termsFor(claims, {
      registry,
      signers,
      ...(release && { release: release.release }),
      ...(blocks && { blocks }),
    });
  };
  return verifyInThread(worker, pack, termsOf, onChecks, signal);
}

/** What all nodes confirm; undefined if there is none, or one of them does not answer: then blocks are stated only. */
async function confirmedBy(nodes: readonly string[], { chain }: PackClaims): Promise<ConfirmedBlocks | undefined> {
  if (chain === undefined) return undefined;
  const answers = await Promise.all(nodes.map((url) => confirmBlocks(chain, nodeAt(url)).catch(() => undefined)));
  const [first] = answers;
  const all = answers.flatMap((answer) => answer ?? []);
  if (first === undefined || all.length < answers.length) return undefined;
  return {
    blocks: first.blocks.filter((hash) => all.every(({ blocks }) => blocks.includes(hash))),
    events: first.events.filter((hash) => all.every(({ events }) => events.includes(hash))),
  };
}
