import { type Claim, claimRoyalties } from "../../chain/releases/royalties.ts";
import {
  type Income,
  type Licensor,
  mintRelease,
  type ReleaseToken,
  readReleaseToken,
} from "../../chain/releases/tokens.ts";
import { requireSigner } from "../../rpc/contract.ts";
import { usageError } from "../../shared/errors.ts";
import { getAddress, isAddress, ZeroAddress } from "../../shared/ethers.ts";
import { parseField } from "../../shared/field.ts";
import { toCommitment } from "../../shared/ids.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly, many, optional, pairs, required } from "../values.ts";
import { runDeployOptional } from "./optional.ts";
import { addressIn, releaseIdIn, withDeployment } from "./where.ts";

export const runTokenDeploy: Run = runDeployOptional("tokens");

export const runTokenMint: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  const release = releaseIdIn(values);
  const payee = optional(values, "payee") === undefined ? undefined : addressIn(values, "payee");
  const shares = { sale: shareIn(values, "sale"), derivatives: shareIn(values, "derivatives") };
  const licensors = licensorsIn(values);
  return withDeployment(values, async (chain, deployment) => {
    const vendor = payee ?? (await requireSigner(chain).getAddress());
    const terms = { vendor, ...shares, licensors };
    const { account, transaction } = await mintRelease(chain, deployment, release, terms);
    const how = transaction === undefined ? "was minted before" : `is minted by ${transaction.hash}`;
    return {
      verdict: true,
      json: { release, account, transaction: transaction?.hash ?? null, gasUsed: transaction?.gasUsed ?? null },
      text: `account ${account}\nrelease ${release} ${how}; its income is to be paid to the account`,
    };
  });
};

export const runTokenShow: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  const release = releaseIdIn(values);
  const currencies = [ZeroAddress, ...many(values, "erc20").map((text) => toAddress(text, "erc20"))];
  return withDeployment(values, async (chain, deployment) => {
    const token = await readReleaseToken(chain, deployment, release, currencies);
    const { owner, account, sale, derivatives, depth } = token;
    const lines = [
      `owner ${owner}, account ${account}`,
      `a sale pays ${percent(sale)}, derivatives pay ${percent(derivatives)}; ` +
        `payments pass through ${depth} ${depth === 1 ? "account" : "accounts"} at most`,
      ...token.income.flatMap((income) => linesOfIncome(token, income)),
    ];
    return { verdict: true, json: { release, ...token }, text: lines.join("\n") };
  });
};

export const runTokenClaim: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  const release = releaseIdIn(values);
  const currency = optional(values, "erc20") === undefined ? ZeroAddress : addressIn(values, "erc20");
  const only = optional(values, "payee") === undefined ? {} : { account: addressIn(values, "payee") };
  return withDeployment(values, async (chain, deployment) => {
    const claims = await claimRoyalties(chain, deployment, release, { currency, ...only });
    const verdict = claims.every((claim) => "transaction" in claim);
    const lines = claims.map((claim) => lineOfClaim(claim, currency));
    const json = { release, currency, claims: claims.map(toJson), verdict };
    return { verdict, json, text: lines.length === 0 ? "nothing is due" : lines.join("\n") };
  });
};

function linesOfIncome({ payees }: ReleaseToken, { currency, received, paid, due }: Income): string[] {
  return [
    `${amountOf(received, currency)} came in, ${paid} were paid out`,
    ...payees.map(({ account, share }, i) => `  ${account}: ${percent(share)}, ${due[i]} due`),
  ];
}

const lineOfClaim = (claim: Claim, currency: string): string =>
  "transaction" in claim
    ? `${claim.account}: ${amountOf(claim.amount, currency)} paid by ${claim.transaction.hash}`
    : `${claim.account}: ${amountOf(claim.amount, currency)} not paid: ${claim.refused.message}`;

const toJson = ({ index, account, share, amount, ...rest }: Claim) => ({
  index,
  account,
  share,
  amount,
  ...("transaction" in rest ? { transaction: rest.transaction.hash } : { refused: rest.refused.code }),
});

const amountOf = (amount: bigint, currency: string): string =>
  currency === ZeroAddress ? `${amount} wei` : `${amount} of ${currency}`;

const percent = (share: number): string => `${share / 100} %`;

/** @throws usage `cli/bad-option` */
const shareIn = (values: Values, option: string): number => toShare(required(values, option), option);

function toShare(text: string, option: string): number {
  if (/^(0|[1-9][0-9]{0,4})$/.test(text) && Number(text) <= 10_000) return Number(text);
  throw usageError("cli/bad-option", `--${option} ${text} is not a share`, "Give basis points, from 0 to 10000.");
}

function toAddress(text: string, option: string): string {
  if (isAddress(text)) return getAddress(text);
  throw usageError("cli/bad-option", `--${option} ${text} has no address`, "Give 0x and 40 hexadecimal digits.");
}

const LICENSOR_FORM = {
  form: "COMMITMENT=ADDRESS:SHARE",
  pattern: /^0x[0-9a-fA-F]{40}:[0-9]{1,5}$/,
  value: "ADDRESS is 0x and 40 hexadecimal digits, SHARE a number of basis points from 0 to 10000.",
} as const;

/** @throws usage `cli/bad-option` */
const licensorsIn = (values: Values): Licensor[] =>
  pairs(values, "licensor", LICENSOR_FORM).map(([shard, value]) => {
    const [account = "", share = ""] = value.split(":");
    return {
      shard: toCommitment(parseField(shard, "--licensor")),
      account: toAddress(account, "licensor"),
      share: toShare(share, "licensor"),
    };
  });
