import type { Command } from "./command.ts";

/**
 * All commands by their first word. Each is loaded when it is asked for: verifying loads neither a prover nor a
 * chain.
 */
const GROUPS: Record<string, () => Promise<readonly Command[]>> = {
  init: async () => [(await import("./init.ts")).init],
  release: async () => [(await import("./release.ts")).release],
  commit: async () => [(await import("./commit.ts")).commit],
  blocklist: async () => [
    (await import("./blocklist.ts")).blocklistBuild,
    (await import("./blocklistOpen.ts")).blocklistOpen,
  ],
  check: async () => [(await import("./check.ts")).check],
  prove: async () => [(await import("./prove.ts")).prove],
  disclose: async () => [(await import("./disclose.ts")).discloseCommand],
  receipt: async () => [(await import("./certificate.ts")).certificateCommand],
  verify: async () => [(await import("./verify.ts")).verify],
  chain: async () => (await import("./chain/index.ts")).chainCommands,
  status: async () => [(await import("./chain/status.ts")).statusCommand],
  keys: async () => (await import("./setup.ts")).keysCommands,
  attest: async () => [
    ...(await import("./attest.ts")).attestCommands,
    ...(await import("./attestOffchain.ts")).offchainCommands,
  ],
  evidence: async () => (await import("./evidence.ts")).evidenceCommands,
};

/** How the commands are told to people; a word that no section names comes last. */
const SECTIONS: readonly (readonly [title: string, ...words: string[]])[] = [
  ["A release in one command", "init", "release"],
  ["For whoever checks", "verify", "status"],
  ["A vendor, step by step", "commit", "check", "prove", "disclose"],
  ["A publisher of lists", "blocklist"],
  ["The chain", "chain"],
  ["Signatures and evidence", "attest", "evidence", "receipt"],
  ["Keys of the circuits", "keys"],
];

/** A command line by the command's own name: `chain status` is told and called as `status`. */
export const withoutAlias = (args: string[]): string[] =>
  args[0] === "chain" && args[1] === "status" ? args.slice(1) : args;

/** The command that a command line begins with. */
export async function findCommand(args: readonly string[]): Promise<Command | undefined> {
  const group = await commandsOf(args[0]);
  return group.find(({ name }) => name.split(" ").every((word, i) => args[i] === word));
}

/** The commands that begin with a word. */
export const commandsOf = async (word = ""): Promise<readonly Command[]> =>
  Object.hasOwn(GROUPS, word) ? GROUPS[word]!() : [];

/** All commands, by the titles of their sections. */
export async function commandSections(): Promise<[title: string, commands: Command[]][]> {
  const named = new Set(SECTIONS.flatMap(([, ...words]) => words));
  const others = Object.keys(GROUPS).filter((word) => !named.has(word));
  const sections = [...SECTIONS, ["More", ...others] as const].map(async ([title, ...words]) => {
    const groups = await Promise.all(words.map(commandsOf));
    return [title, groups.flat()] satisfies [string, Command[]];
  });
  return (await Promise.all(sections)).filter(([, commands]) => commands.length > 0);
}
