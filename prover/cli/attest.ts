import { writeEnvelope } from "../bundle/envelope.ts";
import { makeSigningKey, signStatement } from "../bundle/sign.ts";
import { makeExclusionStatement, type StatedArtifact } from "../bundle/statement.ts";
import { usageError } from "../shared/errors.ts";
import { readInput, writeFileAtomic } from "../shared/files.ts";
import type { Run, Values } from "./commands/definition.ts";
import { exactly, pairs, required, SHA256_FORM } from "./values.ts";

export const runKey: Run = async ({ positionals }) => {
  const [path] = exactly(positionals, ["KEY.pem"]);
  const publicKey = await makeSigningKey(path);
  return { verdict: true, json: { key: path, publicKey }, text: `${path}\npublic key ${publicKey}` };
};

export const runSign: Run = async ({ positionals, values }) => {
  const bundles = await readBundles(positionals);
  const stated = statedIn(values);
  const out = required(values, "out");
  const envelope = await signStatement(makeExclusionStatement(bundles, stated), required(values, "signing-key"));
  await writeFileAtomic(out, writeEnvelope(envelope));
  const { keyid } = envelope.signatures[0]!;
  return { verdict: true, json: { envelope: out, keyid }, text: `${out}\nsigned with ${keyid}` };
};

export const statedIn = (values: Values): StatedArtifact[] =>
  pairs(values, "stated", SHA256_FORM).map(([name, sha256]) => ({ name, sha256 }));

export function readBundles(paths: string[]): Promise<Uint8Array[]> {
  if (paths.length === 0)
    throw usageError("cli/arguments", "no bundle is given", "Pass the files that `disjoint prove` wrote.");
  return Promise.all(
    paths.map((path) => readInput(path, "attest/not-found", "Pass a bundle.json that `disjoint prove` wrote.")),
  );
}
