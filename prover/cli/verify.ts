import { readBlocklist } from "../blocklist/read.ts";
import { type ExpectedList, verifyBundle } from "../bundle/verify.ts";
import type { Check } from "../groth16/verify.ts";
import { readPinnedCircuits } from "../keys/pinned.ts";
import { loadPoseidon } from "../native/poseidon.ts";
import { readInput } from "../shared/files.ts";
import { type Command, exactly, optional } from "./command.ts";

export const verify: Command = {
  name: "verify",
  summary: "Check a bundle of proofs offline, against pinned circuits",
  usage: "BUNDLE [--list DIR] [--artefacts DIR]",
  options: { list: { type: "string" }, artefacts: { type: "string" } },
  async run({ positionals, values }) {
    const [path] = exactly(positionals, ["BUNDLE"]);
    const pinned = await readPinnedCircuits(optional(values, "artefacts"));
    const folder = optional(values, "list");
    const expected = folder === undefined ? undefined : await expectedList(folder);
    const bundle = await readInput(path, "verify", "Name the bundle.json that `disjoint prove` wrote.");
    const { verdict, checks, scope } = verifyBundle(bundle, pinned, expected);
    const claim =
      scope === "list"
        ? `the committed shard holds no entry of ${expected!.name}`
        : "every statement in the bundle holds; which list its pages are of was not checked (--list)";
    const circuits = pinned.map(({ circuitId, pageSize, setup }) => ({ circuitId, pageSize, setup }));
    const policy = circuits.map(
      ({ circuitId, pageSize, setup }) => `pinned ${circuitId} for pages of ${pageSize}, ${KEYS[setup]}`,
    );
    const sentence = verdict ? `true: ${claim}` : "false: at least one check failed";
    const text = [...checkLines(checks), ...policy, sentence].join("\n");
    return { verdict, json: { verdict, scope, checks, policy: { circuits } }, text };
  },
};

/** What a verdict under a key of this kind is worth. */
const KEYS = {
  development: "a development key: whoever made it can forge",
  ceremony: "a ceremony's key",
} as const;

/** One line for each check that was made. */
export const checkLines = (checks: readonly Check[]): string[] =>
  checks.map(({ name, ok, detail }) => `${ok ? "ok  " : "FAIL"} ${name}${detail ? `: ${detail}` : ""}`);

/** What a verifier expects of a bundle about the list in this folder. */
export async function expectedList(folder: string): Promise<ExpectedList> {
  const { name, root, scheme, pages } = await readBlocklist(folder, await loadPoseidon());
  return { name, root, scheme, pages: pages.map(({ size, digest }) => ({ pageSize: size, pageDigest: digest })) };
}
