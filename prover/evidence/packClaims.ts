import { readEnvelope } from "../bundle/envelope.ts";
import { type ListRoot, readListRoot } from "../bundle/listRoot.ts";
import { computeCircuitId, readVerificationKey } from "../groth16/verificationKey.ts";
import { type InspectedDocument, inspectJson } from "../shared/document.ts";
import { readArchive } from "./car.ts";
import { inspectChainDocument, type ListReference } from "./chain/document.ts";
import type { StatedBlock } from "./chain/stated.ts";
import { type ChainFacts, chainFacts, type Declaration, readDeclared } from "./facts.ts";
import { evidenceIn } from "./pack.ts";

/** What a pack says of the chain: the facts, which list of the chain each root document is of, and stated events. */
export type ClaimedChain = { facts: ChainFacts; lists: ListReference[]; stated: StatedBlock[] };

/**
 * What a pack says of itself, nothing of it checked: enough to ask whom and what to trust before it is verified.
 * `signatures`: ids of the keys that are said to have signed it; `circuits`: ids of the verification keys in it. What
 * cannot be read is left out.
 */
export type PackClaims = {
  cid: string;
  signatures: string[];
  circuits: string[];
  lists: ListRoot[];
  declared?: Declaration;
  chain?: ClaimedChain;
};

/**
 * Reads what a pack says of itself, to make a policy for `verifyPack`.
 *
 * @returns undefined for what is not an evidence pack, or is damaged
 * @example
 * const claims = readPackClaims(pack);
 * console.log(claims?.lists.map(({ name }) => name).join()); // music,opt-out
 */
export function readPackClaims(archive: Uint8Array): PackClaims | undefined {
  const read = readArchive(archive);
  const evidence = read && evidenceIn(read.files);
  if (read === undefined || evidence === undefined) return undefined;
  const envelope = readOf(inspectJson(evidence.envelope, "the envelope", readEnvelope));
  const keys = evidence.keys.map((file) =>
    readOf(inspectJson(file, "the key", (reader, value) => readVerificationKey(reader, value, "$"))),
  );
  const declared = readOf(inspectJson(evidence.facts, "the facts", readDeclared));
  const chain = evidence.chain && claimedChain(evidence.chain);
  return {
    cid: read.cid,
    signatures: envelope?.signatures.map(({ keyid }) => keyid) ?? [],
    circuits: keys.flatMap((key) => (key === undefined ? [] : computeCircuitId(key))),
    lists: evidence.lists.flatMap((file) => readOf(readListRoot(file)) ?? []),
    ...(declared && { declared }),
    ...(chain && { chain }),
  };
}

function claimedChain(file: Uint8Array): ClaimedChain | undefined {
  const document = readOf(inspectChainDocument(file));
  if (document === undefined) return undefined;
  try {
    return { facts: chainFacts(document), lists: document.lists, stated: document.stated ?? [] };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const readOf = <T>(read: InspectedDocument<T>): T | undefined => ("value" in read ? read.value : undefined);
