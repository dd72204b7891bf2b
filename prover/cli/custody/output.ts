import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import { readEnvelope, writeEnvelope } from "../../bundle/envelope.ts";
import { signStatement } from "../../bundle/sign.ts";
import { writeOutputProof } from "../../custody/outputs/batch.ts";
import { proveStoredOutput, writeOutputBatch } from "../../custody/outputs/batchFile.ts";
import { embedSignature } from "../../custody/outputs/c2pa/embed.ts";
import {
  inspectOutputKeys,
  makeOutputKeysStatement,
  type OutputKeys,
  revokeOutputKey,
  rotateOutputKey,
} from "../../custody/outputs/keys.ts";
import { makeOutputStatement } from "../../custody/outputs/output.ts";
import { type InspectedDocument, inspectJson, listIssues } from "../../shared/document.ts";
import { dataError, usageError } from "../../shared/errors.ts";
import { readInput, sha256, sha256File, writeFileAtomic } from "../../shared/files.ts";
import { count } from "../../shared/format.ts";
import { toReleaseId } from "../../shared/ids.ts";
import { reasonOf } from "../../shared/storage.ts";
import type { Run, Values } from "../commands/definition.ts";
import type { Outcome } from "../outcome.ts";
import { exactly, optional, required } from "../values.ts";

export const runKeysAdd: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["LIST"]);
  const known = existsSync(path) ? await readKeys(path) : newKeys(values);
  return writeKeys(path, rotateOutputKey(known, hex(values, "public-key"), new Date()), values);
};

export const runKeysRevoke: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["LIST"]);
  const revoked = { at: timeIn(values) ?? new Date().toISOString(), reason: required(values, "reason") };
  return writeKeys(path, revokeOutputKey(await readKeys(path), hex(values, "public-key"), revoked), values);
};

function newKeys(values: Values): OutputKeys {
  return {
    release: toReleaseId(required(values, "release-id")),
    weights: hex(values, "weights"),
    sequence: 0,
    keys: [],
  };
}

async function writeKeys(path: string, keys: OutputKeys, values: Values): Promise<Outcome> {
  const envelope = await signStatement(makeOutputKeysStatement(keys), required(values, "signing-key"));
  await writeFileAtomic(path, writeEnvelope(envelope));
  const lines = keys.keys.map(
    ({ publicKey, from, until, revoked }) =>
      `  ${publicKey} from ${from} until ${until ?? "now"}${revoked === null ? "" : `, revoked at ${revoked.at}`}`,
  );
  return {
    verdict: true,
    json: { list: path, ...keys },
    text: [`${path}, sequence ${keys.sequence}`, ...lines].join("\n"),
  };
}

async function readKeys(path: string): Promise<OutputKeys> {
  const file = await readInput(path, "custody/not-found", "Check the path of the list of keys.");
  const { payload } = contentOf(path, inspectJson(file, path, readEnvelope));
  return contentOf(path, inspectOutputKeys(payload));
}

function contentOf<T>(path: string, read: InspectedDocument<T>): T {
  if ("value" in read) return read.value;
  throw dataError("custody/invalid", `${path}: ${listIssues(read.issues)}`, "Give a list of keys of this version.");
}

export const runOutputSign: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["OUTPUT"]);
  const out = required(values, "out");
  if (values.c2pa === true) return signEmbedded(path, out, values);
  if (values.certificate !== undefined || values["certificate-key"] !== undefined)
    throw usageError("cli/bad-option", "--certificate is for manifests only", "Add --c2pa, or leave it out.");
  const { output, envelope } = await signOutput(path, await digestOf(path), values);
  await writeFileAtomic(out, envelope);
  return { verdict: true, json: { signature: out, ...output }, text: `${out}\nSHA-256 ${output.sha256}` };
};

async function signEmbedded(path: string, out: string, values: Values): Promise<Outcome> {
  const certificates = required(values, "certificate");
  const keyFile = optional(values, "certificate-key") ?? required(values, "signing-key");
  const file = await contentOfOutput(path);
  const { output, envelope } = await signOutput(path, sha256(file), values);
  await writeFileAtomic(out, await embedSignature(file, envelope, { title: output.name, certificates, keyFile }));
  return {
    verdict: true,
    json: { file: out, ...output },
    text: `${out}\nSHA-256 without its manifest ${output.sha256}`,
  };
}

async function signOutput(path: string, sha256: string, values: Values) {
  const output = {
    name: path === "-" ? "output" : basename(path),
    sha256,
    release: toReleaseId(required(values, "release-id")),
    time: new Date().toISOString(),
  };
  const envelope = await signStatement(makeOutputStatement(output), required(values, "signing-key"));
  return { output, envelope: writeEnvelope(envelope) };
}

/** All of an output: a file, or what comes on stdin. */
export const contentOfOutput = async (path: string): Promise<Uint8Array> =>
  path === "-" ? buffer(process.stdin) : readInput(path, "custody/not-found", "Check the path.");

/** The SHA-256 of a file, or of what comes on stdin. */
export async function digestOf(path: string): Promise<string> {
  if (path === "-") {
    const hash = createHash("sha256");
    for await (const chunk of process.stdin) hash.update(chunk);
    return hash.digest("hex");
  }
  return sha256File(path).catch((cause) => {
    throw dataError("custody/not-found", `${path} cannot be read: ${reasonOf(cause)}`, "Check the path.", cause);
  });
}

export const runOutputBatch: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["DIGESTS"]);
  const out = required(values, "out");
  const { root, digests } = await writeOutputBatch(path, out);
  return {
    verdict: true,
    json: { batch: out, root, digests: digests.length },
    text: `${out}\nroot ${root} of ${count(digests.length, "digest")}`,
  };
};

export const runOutputProve: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["OUTPUT"]);
  const out = required(values, "out");
  const proof = await proveStoredOutput(required(values, "batch"), await digestOf(path));
  await writeFileAtomic(out, writeOutputProof(proof));
  return { verdict: true, json: { proof: out, root: proof.root }, text: `${out}\nroot ${proof.root}` };
};

function hex(values: Values, option: string): string {
  const value = required(values, option);
  if (/^[0-9a-f]{64}$/.test(value)) return value;
  throw usageError("cli/bad-option", `--${option} ${value} is not 64 hexadecimal digits`, "Give it in lower case.");
}

function timeIn(values: Values): string | undefined {
  const text = optional(values, "at");
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time)) return new Date(time).toISOString();
  throw usageError("cli/bad-option", `--at ${text} is not a time in UTC`, "Write it as 2026-01-31T12:00:00Z.");
}
