import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { badAnswer, parseBoolean, parseHash, parseHashes, parseScheme, parseText } from "../../rpc/node/decode.ts";
import { isRefusal, refusalOf } from "../../rpc/node/errors.ts";
import { type SentTransaction, send } from "../../rpc/transaction.ts";
import { type DisjointError, usageError } from "../../shared/errors.ts";
import { encodeBytes32String } from "../../shared/ethers.ts";
import { type ReleaseId, toReleaseId } from "../../shared/ids.ts";
import type { Deployment } from "../deployment/document.ts";
import { addressOfOptional } from "../deployment/optional.ts";

/**
 * The machine-readable terms of a release. `license`: an SPDX expression. `policy`: an ODRL policy by its SHA-256 (64
 * hexadecimal digits) and URI. `uses`: the only permitted ones, or the prohibited ones.
 */
export type UseTerms = {
  license: string;
  policy?: { sha256: string; uri: string };
  uses: { permitted: readonly string[] } | { prohibited: readonly string[] };
};

/** Whether a use is permitted; otherwise the release that has no terms, or whose terms prohibit it. */
export type Permission = { isPermitted: true } | { isPermitted: false; why: "no terms" | "prohibited"; by: ReleaseId };

const LICENSE = /^[A-Za-z0-9.+:() -]{1,200}$/;
const USE = /^[\x21-\x7e]{1,31}$/;
const NO_HASH = `0x${"00".repeat(32)}`;

/**
 * States the terms of a release, which never change. Only its vendor may. Nothing is sent if they are stated.
 *
 * @throws usage `chain/no-optional`, `chain/bad-terms`; chain `chain/not-vendor`, `chain/terms-exist`,
 * `chain/too-many-uses`, and those of every transaction
 * @example
 * const withTerms = await deployOptional(chain, deployment, "terms");
 * await setTerms(chain, withTerms, release, { license: "Apache-2.0", uses: { prohibited: ["military"] } });
 * const military = await readPermission(chain, withTerms, release, "military");
 * console.log(military.isPermitted); // false
 */
export async function setTerms(
  chain: Chain,
  deployment: Deployment,
  release: ReleaseId,
  terms: UseTerms,
): Promise<SentTransaction | undefined> {
  const struct = toStruct(terms);
  const wanted = JSON.stringify(inOrder(terms));
  const contract = await openTerms(chain, deployment);
  const isThere = async () => JSON.stringify(await readTerms(chain, deployment, release)) === wanted;
  return (await isThere()) ? undefined : send(chain, contract, "set", [release, struct], isThere);
}

/**
 * The terms of a release; undefined if it has none.
 *
 * @throws usage `chain/no-optional`
 */
export async function readTerms(
  chain: Chain,
  deployment: Deployment,
  release: ReleaseId,
): Promise<UseTerms | undefined> {
  const struct = await view(await openTerms(chain, deployment), "termsOf", release);
  if (!Array.isArray(struct)) throw badAnswer("termsOf", struct);
  const license = parseText(struct, 0, "termsOf, license");
  if (license === "") return undefined;
  const sha256 = parseHash(struct[1], "termsOf, policy");
  const uses = parseHashes(struct[4], "termsOf, uses").map((use) => parseScheme(use, "termsOf, uses"));
  return {
    license,
    ...(sha256 !== NO_HASH && { policy: { sha256: sha256.slice(2), uri: parseText(struct, 2, "termsOf, uri") } }),
    uses: parseBoolean(struct[3], "termsOf, onlyListed") ? { permitted: uses } : { prohibited: uses },
  };
}

/**
 * Whether a release and all its ancestors permit a use: what `requireTerms` decides for contracts.
 *
 * @throws usage `chain/no-optional`, `chain/bad-terms`; chain `chain/unknown-release`
 * @example
 * const withTerms = await deployOptional(chain, deployment, "terms");
 * const permission = await readPermission(chain, withTerms, release, "military");
 * console.log(permission.isPermitted ? "" : permission.why); // no terms
 */
export async function readPermission(
  chain: Chain,
  deployment: Deployment,
  release: ReleaseId,
  use: string,
): Promise<Permission> {
  const contract = await openTerms(chain, deployment);
  try {
    await view(contract, "requireTerms", release, encodeUse(use));
    return { isPermitted: true };
  } catch (error) {
    const why = isRefusal(error, "chain/no-terms") ? "no terms" : "prohibited";
    if (why === "prohibited" && !isRefusal(error, "chain/use-prohibited")) throw error;
    const args = (await refusalOf(error as DisjointError))!.args;
    return { isPermitted: false, why, by: toReleaseId(parseHash(args[args.length - 1], "requireTerms")) };
  }
}

const openTerms = (chain: Chain, deployment: Deployment) =>
  openContract(chain, "Terms", addressOfOptional(deployment, "terms"));

/** Terms as they are read: each use once, in ascending order. */
function inOrder({ license, policy, uses }: UseTerms): UseTerms {
  const sorted = (names: readonly string[]) => [...new Set(names)].sort();
  return {
    license,
    ...(policy && { policy: { sha256: policy.sha256, uri: policy.uri } }),
    uses: "permitted" in uses ? { permitted: sorted(uses.permitted) } : { prohibited: sorted(uses.prohibited) },
  };
}

/** The contract's struct. */
function toStruct(terms: UseTerms) {
  const { license, policy, uses } = inOrder(terms);
  if (!LICENSE.test(license))
    throw usageError("chain/bad-terms", `${license} is no SPDX expression`, "For example Apache-2.0.");
  const onlyListed = "permitted" in uses;
  return {
    license,
    policy: policy === undefined ? NO_HASH : `0x${policy.sha256}`,
    uri: policy?.uri ?? "",
    onlyListed,
    uses: (onlyListed ? uses.permitted : uses.prohibited).map(encodeUse),
  };
}

/** @throws usage `chain/bad-terms` */
function encodeUse(use: string): string {
  if (USE.test(use)) return encodeBytes32String(use);
  throw usageError(
    "chain/bad-terms",
    `${use} is no name of a use`,
    "Give 1 to 31 printable characters without spaces.",
  );
}
