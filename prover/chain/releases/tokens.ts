import type { Contract } from "ethers";
import { atBlock, type BlockRef, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, view } from "../../rpc/contract.ts";
import { badAnswer, parseAddress, parseCount, parseWord } from "../../rpc/node/decode.ts";
import { type SentTransaction, send } from "../../rpc/transaction.ts";
import { usageError } from "../../shared/errors.ts";
import { ZeroAddress } from "../../shared/ethers.ts";
import type { Commitment, ReleaseId } from "../../shared/ids.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Deployment } from "../deployment/document.ts";
import { addressOfOptional } from "../deployment/optional.ts";

/** The whole, in basis points. */
const WHOLE = 10_000;

/** Whose data a release was trained on, and the share of its income that they get, in basis points. */
export type Licensor = { shard: Commitment; account: string; share: number };

/**
 * How the income of a release is split, in basis points of 10,000. `vendor`: the account that gets what is left.
 * `sale`: the royalty of a sale of the token. `derivatives`: the share of the income of each release made from it.
 */
export type RoyaltyTerms = { vendor: string; sale: number; derivatives: number; licensors: Licensor[] };

/** An account that gets a share of a release's income, in basis points. */
export type Payee = { account: string; share: number };

/**
 * What came in of one currency, what was paid out, and what is due to each payee, in the currency's smallest unit.
 * `currency`: the address of an ERC-20 token, or the zero address for the chain's own.
 */
export type Income = { currency: string; received: bigint; paid: bigint; due: bigint[] };

/**
 * A release as a token. `account`: where its income is to be paid. `depth`: how many accounts a payment passes through
 * at most. `income` has one element for each currency that was asked for.
 */
export type ReleaseToken = {
  owner: string;
  account: string;
  sale: number;
  derivatives: number;
  depth: number;
  payees: Payee[];
  income: Income[];
  at: BlockRef;
};

/**
 * Mints a release as an ERC-721 token, and fixes how its income is split. Only its vendor may. Nothing is sent if it
 * was minted with the same terms.
 *
 * @throws usage `chain/no-optional`, `chain/bad-terms`; chain `chain/not-vendor`, `chain/already-minted`,
 * `chain/not-a-shard`, `chain/shares-exceed-whole`, `chain/too-deep`, and those of every transaction
 * @example
 * const withTokens = await deployOptional(chain, deployment, "tokens");
 * const vendor = await chain.signer!.getAddress();
 * const shares = { vendor, sale: 500, derivatives: 1000, licensors: [] };
 * const minted = await mintRelease(chain, withTokens, release, shares);
 * console.log(minted.account.length); // 42
 */
export async function mintRelease(
  chain: Chain,
  deployment: Deployment,
  release: ReleaseId,
  terms: RoyaltyTerms,
): Promise<{ account: string; transaction?: SentTransaction }> {
  for (const share of [terms.sale, terms.derivatives, ...terms.licensors.map((licensor) => licensor.share)])
    requireShare(share);
  const tokens = await openTokens(chain, deployment);
  const readAccount = async () => parseAddress(await view(tokens, "accountOf", release), "accountOf");
  const known = await readAccount();
  if (known !== ZeroAddress && (await isMintedWith(chain, deployment, release, terms))) return { account: known };
  const isMinted = async () => (await readAccount()) !== ZeroAddress;
  const transaction = await send(chain, tokens, "mint", [release, terms], isMinted);
  return { account: await readAccount(), transaction };
}

/**
 * Reads how the income of a release is split, and what came in and is due, according to the state after one block.
 *
 * @param currencies ERC-20 tokens, by address; the zero address is the chain's own currency
 * @param blockRef default: the newest block
 * @throws usage `chain/no-optional`; chain `chain/erc721-nonexistent-token`, `chain/balance-shrank`
 */
export async function readReleaseToken(
  chain: Chain,
  deployment: Deployment,
  release: ReleaseId,
  currencies: readonly string[] = [ZeroAddress],
  blockRef?: BlockRef,
): Promise<ReleaseToken> {
  const tokens = await openTokens(chain, deployment);
  const at = blockRef ?? (await readConfirmedBlock(chain));
  const asked = (method: string, ...args: unknown[]) => view(tokens, method, ...args, atBlock(at));
  // Reverts if the release is not minted.
  const owner = parseAddress(await asked("ownerOf", BigInt(release)), "ownerOf");
  const account = parseAddress(await asked("accountOf", release), "accountOf");
  const contract = await openContract(chain, "RoyaltyAccount", account);
  const payees = parsePayees(await view(contract, "payees", atBlock(at)));
  return {
    owner,
    account,
    sale: parseSale(await asked("royaltyInfo", BigInt(release), BigInt(WHOLE))),
    derivatives: parseCount(await asked("derivativesShareOf", release), "derivativesShareOf"),
    depth: parseCount(await asked("depthOf", release), "depthOf"),
    payees,
    income: await mapConcurrently(currencies, (currency) => readIncome(contract, currency, payees.length, at)),
    at,
  };
}

const openTokens = (chain: Chain, deployment: Deployment): Promise<Contract> =>
  openContract(chain, "ReleaseTokens", addressOfOptional(deployment, "tokens"));

function requireShare(share: number): void {
  if (Number.isInteger(share) && share >= 0 && share <= WHOLE) return;
  throw usageError("chain/bad-terms", `${share} is not a share`, `Give basis points: a number from 0 to ${WHOLE}.`);
}

/** Licensors and vendor come after the parents, which the chain knows itself. */
async function isMintedWith(chain: Chain, deployment: Deployment, release: ReleaseId, terms: RoyaltyTerms) {
  const { sale, derivatives, payees } = await readReleaseToken(chain, deployment, release, []);
  const licensors = terms.licensors.map(({ account, share }): Payee => ({ account, share }));
  const own = payees.slice(-licensors.length - 1);
  const rest = own.at(-1)?.share ?? 0;
  return (
    sale === terms.sale &&
    derivatives === terms.derivatives &&
    JSON.stringify(own).toLowerCase() ===
      JSON.stringify([...licensors, { account: terms.vendor, share: rest }]).toLowerCase()
  );
}

async function readIncome(contract: Contract, currency: string, payees: number, at: BlockRef): Promise<Income> {
  const asked = async (method: string, ...args: unknown[]) =>
    parseWord(await view(contract, method, currency, ...args, atBlock(at)), method);
  return {
    currency,
    received: await asked("received"),
    paid: await asked("paid"),
    due: await mapConcurrently([...Array(payees).keys()], (index) => asked("due", index)),
  };
}

function parsePayees(value: unknown): Payee[] {
  if (!Array.isArray(value)) throw badAnswer("payees", value);
  return [...value].map(([account, share]) => ({
    account: parseAddress(account, "payees"),
    share: parseCount(share, "payees"),
  }));
}

const parseSale = (value: unknown): number => parseCount((value as unknown[])?.[1], "royaltyInfo");
