import { type Command, type Option, READS_ONLY } from "./definition.ts";
import { address, artifacts, CHAIN_OPTIONS, powers } from "./options.ts";

/** Who may change the circuits of a new ledger. */
export const ROLE_OPTIONS: readonly Option[] = [
  {
    ...address("owner", "Who may propose further circuits. Needs --delay."),
    default: "nobody, for good",
  },
  {
    name: "delay",
    value: "SECONDS",
    meaning: "Time from the proposal of a circuit to the first moment at which it can be admitted.",
    default: '"0"',
    example: "172800",
  },
  {
    ...address("guardian", "Who may pause and revoke circuits, and withdraw proposals."),
    default: "nobody, for good",
  },
];

/** Which circuits a new ledger takes proofs of. */
export const LEDGER_OPTIONS: readonly Option[] = [
  artifacts,
  {
    name: "without-256",
    meaning: "Deploy a ledger that can never take proofs for pages of 256 entries.",
  },
];

export const chainDeploy: Command = {
  name: "chain deploy",
  summary: "Deploy the contracts with a verifier for every installed circuit",
  arguments: [],
  options: [
    ...LEDGER_OPTIONS,
    {
      ...powers,
      meaning: "Folder of powers of tau whose disjointness proofs the ledger is to accept.",
      default: "no disjointness proofs are accepted",
    },
    ...ROLE_OPTIONS,
    ...CHAIN_OPTIONS,
  ],
  examples: [
    ["disjoint chain deploy", "on an embedded chain, to try things"],
    [
      "disjoint chain deploy --rpc https://node.example.org --key-file signer.key --deployment deployment.json",
      "on a public chain; write the addresses to deployment.json",
    ],
  ],
  interrupted:
    "Contracts that were deployed stay on the chain, unused. Run the same command again: it deploys new ones.",
  load: async () => (await import("../chain/deploy.ts")).runDeploy,
};

export const chainVerifyDeployment: Command = {
  name: "chain verify-deployment",
  summary: "Compare the deployed code and circuits with this version and its locks",
  arguments: [],
  options: [artifacts, ...CHAIN_OPTIONS],
  examples: [
    [
      "disjoint chain verify-deployment --rpc https://node.example.org --deployment deployment.json",
      "exit code 1, and what differs",
    ],
  ],
  interrupted: READS_ONLY,
  load: async () => (await import("../chain/verifyDeployment.ts")).runVerifyDeployment,
};
