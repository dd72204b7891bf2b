import { readDeployment } from "../../chain/deployment/document.ts";
import type { ChainDocument } from "../../evidence/chain/document.ts";
import { type ChainPolicy, type Contracts, checkTrust, listIdChecks } from "../../evidence/chain/trust.ts";
import type { ReleaseFacts } from "../../evidence/facts.ts";
import type { PackVerdict } from "../../evidence/verifyPack.ts";
import { usageError } from "../../shared/errors.ts";
import { quoted } from "../../shared/names.ts";
import type { Check } from "../../shared/verdict.ts";
import type { Values } from "../commands/definition.ts";
import { many, optional, pairs } from "../values.ts";

/** What is known of the chain: the checks that follow, and the policy in words. */
type KnownChain = { checks: Check[]; line: string };

/**
 * Holds the chain part of a pack against contracts by a deployment's file, blocks by their hashes or by a node, and a
 * release by its id. Only --rpc asks anybody; without it no socket is opened.
 */
export async function chainChecks(values: Values, { facts, chain }: PackVerdict): Promise<KnownChain> {
  const [rpc, path, release] = ["rpc", "deployment", "release-id"].map((option) => optional(values, option));
  if (rpc !== undefined && values.offline === true)
    throw usageError("cli/bad-option", "--rpc and --offline exclude each other", "Ask a node, or ask nobody.");
  const contracts = path === undefined ? undefined : await contractsIn(path);
  const named = hashesIn(values);
  const lists = listIdsIn(values);
  const answer = rpc === undefined || !facts?.chain ? undefined : await askNode(values, facts, chain);
  const isKnown = rpc !== undefined || named.length > 0;
  const policy: ChainPolicy = {
    ...(contracts && { contracts }),
    ...(isKnown && { blocks: new Set([...named, ...(answer?.blocks ?? [])]) }),
    ...(answer && { events: new Set(answer.events) }),
    ...(release && { release }),
    ...(lists.size > 0 && { lists }),
  };
  const line = [
    contracts === undefined ? "contracts as stated" : `contracts of ${path}`,
    rpc !== undefined ? "blocks as the node has them" : isKnown ? "blocks as named" : "blocks as stated",
    ...(release === undefined ? [] : [`release ${release}`]),
    ...[...lists].map(([name, id]) => `list ${quoted(name)} is ${id}`),
  ].join(", ");
  if (Object.keys(policy).length === 0) return { checks: [], line: facts?.chain ? line : "none" };
  const onChain = (facts?.lists ?? []).map(({ name, chain: reference }) => ({ name, list: reference?.list }));
  const checks = [...checkTrust(facts?.chain, policy), ...listIdChecks(onChain, policy), ...(answer?.checks ?? [])];
  return { checks, line };
}

const LIST_ID_FORM = {
  form: "NAME=ID",
  pattern: /^0x[0-9a-fA-F]{64}$/,
  value: "ID is 0x and 64 hexadecimal digits: `disjoint chain lists` prints it beside the name.",
} as const;

/** Ids of lists on the chain, by the lists' names. */
export const listIdsIn = (values: Values): Map<string, string> =>
  new Map(pairs(values, "list-id", LIST_ID_FORM).map(([name, id]) => [name, id.toLowerCase()]));

/** The contracts of a deployment, as evidence spells them. */
export async function contractsIn(path: string): Promise<Contracts> {
  const { chainId, blocklists, ledger, releases } = await readDeployment(path);
  const [lists, facts, versions] = [blocklists, ledger, releases].map((address) => address.toLowerCase());
  return { chainId, blocklists: lists!, ledger: facts!, releases: versions! };
}

/** Loaded only when a node is to be asked: offline there is nothing that could. */
async function askNode(values: Values, facts: ReleaseFacts, chain?: ChainDocument) {
  const { confirm } = await import("./confirm.ts");
  return confirm(values, facts, chain?.stated ?? []);
}

/** The hashes of blocks that are named. */
export function hashesIn(values: Values): string[] {
  const hashes = many(values, "block").map((hash) => hash.toLowerCase());
  const bad = hashes.find((hash) => !/^0x[0-9a-f]{64}$/.test(hash));
  if (bad === undefined) return hashes;
  throw usageError("cli/bad-option", `--block ${bad} must be the hash of a block`, "0x and 64 hexadecimal digits.");
}
