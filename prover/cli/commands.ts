import type { Command } from "./command.ts";

/** All commands by their first word. Each is loaded when it is asked for: verifying loads neither a prover nor a chain. */
const GROUPS: Record<string, () => Promise<readonly Command[]>> = {
  release: async () => [(await import("./release.ts")).release],
  commit: async () => [(await import("./commit.ts")).commit],
  blocklist: async () => [
    (await import("./blocklist.ts")).blocklistBuild,
    (await import("./blocklistOpen.ts")).blocklistOpen,
  ],
  check: async () => [(await import("./check.ts")).check],
  prove: async () => [(await import("./prove.ts")).prove],
  disclose: async () => [(await import("./disclose.ts")).discloseCommand],
  receipt: async () => [(await import("./receipt.ts")).receipt],
  verify: async () => [(await import("./verify.ts")).verify],
  chain: async () => (await import("./chain/index.ts")).chainCommands,
  keys: async () => (await import("./keys.ts")).keysCommands,
  attest: async () => [
    ...(await import("./attest.ts")).attestCommands,
    ...(await import("./attestOffchain.ts")).offchainCommands,
  ],
  evidence: async () => (await import("./evidence.ts")).evidenceCommands,
};

/** The command that a command line begins with. */
export async function findCommand(args: readonly string[]): Promise<Command | undefined> {
  const [first = ""] = args;
  const group = Object.hasOwn(GROUPS, first) ? await GROUPS[first]!() : [];
  return group.find(({ name }) => name.split(" ").every((word, i) => args[i] === word));
}

export const allCommands = async (): Promise<Command[]> =>
  (await Promise.all(Object.values(GROUPS).map((load) => load()))).flat();
