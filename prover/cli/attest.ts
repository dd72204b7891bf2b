import { writeEnvelope } from "../bundle/envelope.ts";
import { makeSigningKey, signStatement } from "../bundle/sign.ts";
import { exclusionStatement, type StatedArtifact } from "../bundle/statement.ts";
import { usageError } from "../shared/errors.ts";
import { readInput, writeFileAtomic } from "../shared/files.ts";
import { type Command, exactly, pairs, required, type Values } from "./command.ts";

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

export const attestCommands: readonly Command[] = [key, sign];

export const statedIn = (values: Values): StatedArtifact[] =>
  pairs(values, "stated", /^[0-9a-f]{64}$/).map(([name, sha256]) => ({ name, sha256 }));

export function readBundles(paths: string[]): Promise<Uint8Array[]> {
  if (paths.length === 0)
    throw usageError("cli/arguments", "no bundle is named", "Name the files that `disjoint prove` wrote.");
  return Promise.all(paths.map((path) => readInput(path, "attest", "Name a bundle.json that `disjoint prove` wrote.")));
}
