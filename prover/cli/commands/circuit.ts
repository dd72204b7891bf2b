import { type Argument, type Command, ON_CHAIN, READS_ONLY } from "./definition.ts";
import { artifacts, CHAIN_OPTIONS } from "./options.ts";

const CIRCUIT_ID: Argument = {
  name: "CIRCUIT_ID",
  meaning: "Id of a circuit, printed by `disjoint chain circuit show`.",
  example: `0x${"3d".repeat(32)}`,
};

const reason = {
  name: "reason",
  value: "TEXT",
  meaning: "Why, for everyone to read on the chain.",
  required: true,
  example: "advisory 2026-1",
} as const;

export const circuitShow: Command = {
  name: "chain circuit show",
  summary: "Show which circuits the ledger trusts, and who may change that",
  arguments: [],
  options: [artifacts, ...CHAIN_OPTIONS],
  examples: [
    ["disjoint chain circuit show --rpc https://node.example.org --deployment deployment.json", "one line each"],
  ],
  interrupted: READS_ONLY,
  load: async () => (await import("../chain/circuit.ts")).runShow,
};

export const circuitPropose: Command = {
  name: "chain circuit propose",
  summary: "Deploy a verifier for an installed circuit, and propose it (the owner)",
  arguments: [CIRCUIT_ID],
  options: [artifacts, ...CHAIN_OPTIONS],
  examples: [["disjoint chain circuit propose $CIRCUIT_ID", "print the date from which it can be admitted"]],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/circuit.ts")).runPropose,
};

export const circuitWithdraw: Command = {
  name: "chain circuit withdraw",
  summary: "Withdraw a proposed circuit (the owner, the guardian)",
  arguments: [CIRCUIT_ID],
  options: CHAIN_OPTIONS,
  examples: [["disjoint chain circuit withdraw $CIRCUIT_ID", "it can no longer be admitted"]],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/circuit.ts")).runWithdraw,
};

export const circuitAdmit: Command = {
  name: "chain circuit admit",
  summary: "Admit a proposed circuit after the delay (anyone)",
  details: "The circuit is added to the deployment's file.",
  arguments: [CIRCUIT_ID],
  options: [artifacts, ...CHAIN_OPTIONS],
  examples: [["disjoint chain circuit admit $CIRCUIT_ID", "the ledger takes its proofs from now on"]],
  interrupted: ON_CHAIN,
  load: async () => (await import("../chain/circuit.ts")).runAdmit,
};

export const circuitPause: Command = {
  name: "chain circuit pause",
  summary: "Accept no further proofs of a circuit, for good (the guardian)",
  details: "What it has proved stays.",
  arguments: [CIRCUIT_ID],
  options: [reason, ...CHAIN_OPTIONS],
  examples: [['disjoint chain circuit pause $CIRCUIT_ID --reason "advisory 2026-1"', "for good"]],
  interrupted: ON_CHAIN,
  formerly: ["chain circuit stop"],
  load: async () => (await import("../chain/circuit.ts")).runPause,
};

export const circuitRevoke: Command = {
  name: "chain circuit revoke",
  summary: "Invalidate everything that a circuit proved, for good (the guardian)",
  details: "No further proofs of it are accepted.",
  arguments: [CIRCUIT_ID],
  options: [reason, ...CHAIN_OPTIONS],
  examples: [['disjoint chain circuit revoke $CIRCUIT_ID --reason "advisory 2026-2"', "for good"]],
  interrupted: ON_CHAIN,
  formerly: ["chain circuit distrust"],
  load: async () => (await import("../chain/circuit.ts")).runRevoke,
};
