import type { ListRoot } from "../bundle/listRoot.ts";
import type { Exclusion, StatedArtifact } from "../bundle/statement.ts";
import type { SignedStep } from "../custody/lineage/graph.ts";
import { appendAll, areSameBytes } from "../shared/collections.ts";
import { type InspectedDocument, inspectJson } from "../shared/document.ts";
import { readPublicManifest } from "../shared/publicManifest.ts";
import { type Check, check, documentCheck } from "../shared/verdict.ts";
import { type ChainDocument, inspectChainDocument } from "./chain/document.ts";
import { makeEvidenceDocuments } from "./documents/index.ts";
import { type Declaration, type ReleaseFacts, readDeclared, releaseFacts, writeFacts } from "./facts.ts";
import { type Evidence, signedFiles, statedIn } from "./pack.ts";
import { described, shardChecks } from "./shardChecks.ts";

type FactsFound = { checks: Check[]; facts?: ReleaseFacts; chain?: ChainDocument };

/**
 * Checks what a pack says about its release: the facts follow from the other files and the documents from the facts,
 * all shards are there and have the schemes of the lists, and the signature covers every file and no missing one.
 */
export function factsChecks(
  evidence: Evidence,
  exclusions: readonly Exclusion[],
  lists: readonly ListRoot[],
  steps: readonly SignedStep[],
  stated: readonly StatedArtifact[],
): FactsFound {
  const manifests = evidence.manifests.map((file) => inspectJson(file, "the manifest", readPublicManifest));
  const declared = inspectJson(evidence.facts, "the facts", readDeclared);
  const chain: InspectedDocument<ChainDocument> | undefined = evidence.chain && inspectChainDocument(evidence.chain);
  const checks = [
    ...manifests.map(({ issues }, i) => documentCheck(`manifest-${i}`, issues)),
    documentCheck("facts", declared.issues),
    ...(chain === undefined ? [] : [documentCheck("chain-document", chain.issues)]),
  ];
  if (checks.some(({ ok }) => !ok) || !("value" in declared)) return { checks };
  const sources = {
    manifests: manifests.flatMap((manifest) => ("value" in manifest ? manifest.value : [])),
    lists,
    exclusions,
    chain: chain !== undefined && "value" in chain ? chain.value : undefined,
    steps,
  };
  const proved = exclusions.map(({ commitment }) => BigInt(`0x${commitment}`));
  appendAll(
    checks,
    shardChecks({ declared: declared.value.shards, shards: sources.manifests.map(described), lists, proved }),
  );
  appendAll(checks, signatureChecks(evidence, declared.value, stated));
  const facts = factsOf(declared.value, sources);
  const same = facts !== undefined && areSameBytes(new TextEncoder().encode(writeFacts(facts)), evidence.facts);
  checks.push(check("facts", same, "the facts are not those that the other files of the pack make", "facts-of-files"));
  if (facts === undefined || !same) return { checks };
  appendAll(checks, documentChecks(evidence, facts));
  return { checks, facts, ...(sources.chain && { chain: sources.chain }) };
}

function factsOf(declared: Declaration, sources: Parameters<typeof releaseFacts>[1]): ReleaseFacts | undefined {
  try {
    return releaseFacts(declared, sources);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The signed statement states the SHA-256 of every file that is not proved, and of nothing else but the weights.
 */
function signatureChecks(evidence: Evidence, declared: Declaration, stated: readonly StatedArtifact[]): Check[] {
  const expected = statedIn(declared, signedFiles(evidence));
  const digests = new Map(stated.map(({ name, sha256 }) => [name, sha256]));
  const names = new Set(expected.map(({ name }) => name));
  const missing = stated.filter(({ name }) => !names.has(name)).map(({ name }) => name);
  return [
    ...expected.map(({ name, sha256 }) =>
      check(
        "signed",
        digests.get(name) === sha256,
        "the signed statement does not name it with this SHA-256",
        `signed-${name}`,
      ),
    ),
    check(
      "signed",
      missing.length === 0 && stated.length === expected.length,
      `the pack lacks what is signed: ${missing.join(", ")}`,
      "signed-complete",
    ),
  ];
}

/** The documents equal those that follow from the facts, byte for byte. */
function documentChecks({ documents }: Evidence, facts: ReleaseFacts): Check[] {
  const expected = makeEvidenceDocuments(facts);
  const names = [...new Set([...expected.keys(), ...documents.keys()])].sort();
  return names.map((name) => {
    const own = expected.get(name);
    const given = documents.get(name);
    const same = own !== undefined && given !== undefined && areSameBytes(own, given);
    return check("facts", same, "it is not the document that the facts make", `document-${name}`);
  });
}
