import { verifyAttestation } from "../bundle/attestation.ts";
import { type Signer, writeEnvelope } from "../bundle/envelope.ts";
import { makeSigningKey, signStatement } from "../bundle/sign.ts";
import { exclusionStatement, type StatedArtefact } from "../bundle/statement.ts";
import type { ExpectedList } from "../bundle/verify.ts";
import { readPinnedCircuits } from "../keys/pinned.ts";
import { usageError } from "../shared/errors.ts";
import { readInput, writeFileAtomic } from "../shared/files.ts";
import { type Command, exactly, many, optional, pairs, required, type Values } from "./command.ts";
import { checkLines, expectedList } from "./verify.ts";

const key: Command = {
  name: "attest key",
  summary: "Make an Ed25519 key to sign statements with",
  usage: "KEY.pem",
  options: {},
  async run({ positionals }) {
    const [path] = exactly(positionals, ["KEY.pem"]);
    const publicKey = await makeSigningKey(path);
    return { verdict: true, json: { key: path, publicKey }, text: `${path}\npublic key ${publicKey}` };
  },
};

const sign: Command = {
  name: "attest sign",
  summary: "Sign what bundles prove as an in-toto statement",
  usage: "BUNDLE... --key KEY.pem --out ENVELOPE [--stated NAME=SHA256]...",
  options: { key: { type: "string" }, out: { type: "string" }, stated: { type: "string", multiple: true } },
  async run({ positionals, values }) {
    const bundles = await readBundles(positionals);
    const stated = statedIn(values);
    const out = required(values, "out");
    const envelope = await signStatement(exclusionStatement(bundles, stated), required(values, "key"));
    await writeFileAtomic(out, writeEnvelope(envelope));
    const { keyid } = envelope.signatures[0]!;
    return { verdict: true, json: { envelope: out, keyid }, text: `${out}\nsigned with ${keyid}` };
  },
};

const verify: Command = {
  name: "attest verify",
  summary: "Check a signed statement, who signed it, and every bundle it is about",
  usage: "ENVELOPE BUNDLE... --signer NAME=PUBLICKEY... [--list DIR]... [--artefacts DIR]",
  options: {
    signer: { type: "string", multiple: true },
    list: { type: "string", multiple: true },
    artefacts: { type: "string" },
  },
  async run({ positionals: [envelope = "", ...paths], values }) {
    const bundles = await readBundles(paths);
    const signers = signersIn(values);
    const circuits = await readPinnedCircuits(optional(values, "artefacts"));
    const lists = await readLists(values, bundles.length);
    const file = await readInput(envelope, "attest", "Name the envelope that `disjoint attest sign` wrote.");
    const { verdict, checks, signedBy, stated } = verifyAttestation(file, bundles, { signers, circuits, lists });
    const conclusion = verdict ? `true: signed by ${signedBy.join(", ")}` : "false: at least one check failed";
    const claims = stated.map(({ name, sha256 }) => `stated, not proved: ${name} ${sha256}`);
    const scope = lists.length > 0 ? "list" : "statements";
    const text = [...checkLines(checks), ...claims, conclusion].join("\n");
    return { verdict, json: { verdict, scope, checks, signedBy, stated }, text };
  },
};

export const attestCommands: readonly Command[] = [key, sign, verify];

export const statedIn = (values: Values): StatedArtefact[] =>
  pairs(values, "stated", /^[0-9a-f]{64}$/).map(([name, sha256]) => ({ name, sha256 }));

export const signersIn = (values: Values): Signer[] =>
  pairs(values, "signer", /^[0-9a-f]{64}$/).map(([name, publicKey]) => ({ name, publicKey }));

export function readBundles(paths: string[]): Promise<Uint8Array[]> {
  if (paths.length === 0)
    throw usageError("cli/arguments", "no bundle is named", "Name the files that `disjoint prove` wrote.");
  return Promise.all(paths.map((path) => readInput(path, "attest", "Name a bundle.json that `disjoint prove` wrote.")));
}

/** The lists of the bundles, in their order; none at all, or one for each. */
async function readLists(values: Values, count: number): Promise<ExpectedList[]> {
  const folders = many(values, "list");
  if (folders.length !== 0 && folders.length !== count)
    throw usageError(
      "cli/bad-option",
      `${folders.length} lists for ${count} bundles`,
      "Give --list once for each bundle.",
    );
  return Promise.all(folders.map(expectedList));
}
