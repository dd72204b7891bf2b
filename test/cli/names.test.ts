import { describe, expect, it, test } from "vitest";
import { writeBundle } from "../../prover/bundle/document.ts";
import { makeEvidence } from "../../prover/evidence/make.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { disjoint } from "../support/cli.ts";
import { runCommand } from "../support/command.ts";
import { bundleOf, evidenceScene, listRoot, simulatedId } from "../support/evidence.ts";
import { folderWith } from "../support/folder.ts";

// What outsiders call things, in the lines that a verdict is made of.

/** Each would say more than was proved if it stood in the sentence as it is. */
const HOSTILE = [
  'web", "private", "everything else',
  "web and in nothing else; signed by everybody",
  'web\\" is in "nothing',
  "web\u2028true: no entry of any list is anywhere",
  "web\u00a0\u00a0\u00a0\u00a0true: all of it",
  "\u0338web",
];

const QUOTED = `("(?:[^"\\\\]|\\\\.)*")`;

/**
 * A pack in which the vendor, the model, the shard, the list and the signer are called the same, as `verify` sees it.
 */
async function verifiedPack(name: string) {
  const folder = folderWith({});
  const { parts, policy, keyPath } = await evidenceScene(folder);
  const shard = { name, commitment: parts.declaration.shards[0]!.commitment };
  const root = listRoot(name, [9n]);
  const bundle = writeBundle(bundleOf(BigInt(shard.commitment), name, root, [9n]));
  const made = {
    ...parts,
    declaration: { ...parts.declaration, vendor: name, model: name, version: name, terms: name, shards: [shard] },
    bundles: [new TextEncoder().encode(bundle)],
    lists: [root],
    manifests: parts.manifests.slice(0, 1),
  };
  const { archive } = await makeEvidence(made, { keyPath, out: folder });
  const values = {
    signer: [`${name}=${policy.signers[0]!.publicKey}`],
    "list-root": [`${name}=${sha256(root)}`],
    circuit: [`${simulatedId()}=16`],
  };
  return runCommand("verify", [archive], values);
}

describe.each(HOSTILE)("what is called %j", (name) => {
  it("ends where its quotation mark is, and begins no line", async () => {
    const { verdict, text, details = [] } = await verifiedPack(name);
    expect(verdict).toBe(true);
    const [first, ...rows] = text.split("\n");
    const names = new RegExp(`^true: no entry of ${QUOTED} is in ${QUOTED}$`).exec(first!)!;
    expect(names.slice(1).map((each) => JSON.parse(each))).toEqual([name, name]);
    for (const row of rows) expect(row).toMatch(/^ {2}(release|list|signed by|chain|stated only|caveat) /);
    for (const line of details) expect(line).toMatch(/^(policy|stated, not proved): /);
    for (const line of [text, ...details].join("\n").split("\n")) {
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u00a0]|"\u0338/u);
      expect(line.replaceAll(new RegExp(QUOTED, "g"), "NAME")).not.toMatch(
        /everybody|private|nothing"|all of it|any list/,
      );
    }
  });
});

test("cannot control a terminal through an error either", async () => {
  const { code, stderr } = await disjoint(["verify", "\u001b[2K\u202etrue: all of it"]);
  expect(code).toBe(3);
  expect(stderr).toContain("\\u{1b}[2K\\u{202e}true: all of it");
  expect(stderr).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
});
