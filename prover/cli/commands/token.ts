import { type Command, DEPLOYED, ON_CHAIN, type Option, READS_ONLY } from "./definition.ts";
import { address, CHAIN_OPTIONS, requiredReleaseId } from "./options.ts";

export const tokenDeploy: Command = {
  name: "token deploy",
  summary: "Deploy the contract of tokens, and add it to the deployment's file",
  arguments: [],
  options: CHAIN_OPTIONS,
  examples: [["disjoint token deploy", "once for a deployment"]],
  interrupted: DEPLOYED,
  load: async () => (await import("../chain/token.ts")).runTokenDeploy,
};

export const tokenMint: Command = {
  name: "token mint",
  summary: "Mint a release as a token (ERC-721), and fix how its income is split",
  details:
    "Only the vendor of the release can. Shares are basis points: 10000 are the whole. Parents that are tokens get " +
    "the share that they asked for, licensors what is given here, and the payee the rest. Shares never change.",
  arguments: [],
  options: [
    requiredReleaseId,
    {
      ...address("payee", "The account that gets what is left after parents and licensors."),
      default: "the signer",
    },
    {
      name: "sale",
      value: "SHARE",
      meaning: "The royalty of a sale of the token (ERC-2981).",
      default: '"0"',
      example: "500",
    },
    {
      name: "derivatives",
      value: "SHARE",
      meaning: "The share of the income of each release that is made from this one.",
      default: '"0"',
      example: "1000",
    },
    {
      name: "licensor",
      value: "COMMITMENT=ADDRESS:SHARE",
      meaning: "Whose data a shard is, and the share that they get.",
      repeatable: true,
      example: "1234567890=0x5FbDB2315678afecb367f032d93F642f64180aa3:2000",
    },
    ...CHAIN_OPTIONS,
  ],
  examples: [
    ["disjoint token mint --release-id $RELEASE_ID --sale 500 --derivatives 1000", "print where income is to be paid"],
  ],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/token.ts")).runTokenMint,
};

const erc20: Option = address("erc20", "An ERC-20 token in which income is paid.");

export const tokenShow: Command = {
  name: "token show",
  summary: "Show the payees of a release, what came in and what is due to each",
  details: "Amounts are in the smallest unit of the currency: wei of ether.",
  arguments: [],
  options: [
    requiredReleaseId,
    { ...erc20, default: "the chain's own currency only", repeatable: true },
    ...CHAIN_OPTIONS,
  ],
  examples: [["disjoint token show --release-id $RELEASE_ID", "of ether"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../chain/token.ts")).runTokenShow,
};

export const tokenClaim: Command = {
  name: "token claim",
  summary: "Pay the payees of a release what is due to them",
  details:
    "Anyone can: the money goes to the payees. A parent's share goes to the parent's own account; claim there, too. " +
    "A payee that refuses the payment does not keep the others from theirs.",
  arguments: [],
  options: [
    requiredReleaseId,
    { ...erc20, default: "the chain's own currency" },
    { ...address("payee", "The only payee that is paid."), default: "all of them" },
    ...CHAIN_OPTIONS,
  ],
  examples: [["disjoint token claim --release-id $RELEASE_ID", "exit code 1 if a payee refuses"]],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/token.ts")).runTokenClaim,
};
