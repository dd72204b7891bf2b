import { basename, join } from "node:path";
import { LIST_FILE } from "../blocklist/format.ts";
import { MANIFEST_FILE } from "../commitment/shard/manifest.ts";
import { type ChainDocument, readChainDocument } from "../evidence/chain/document.ts";
import { DECLARATION_DOCUMENT, type Declaration } from "../evidence/facts.ts";
import { makeEvidence } from "../evidence/make.ts";
import { verificationKeyToSnarkjs } from "../groth16/verificationKey.ts";
import { readPinnedCircuits } from "../setup/pinned.ts";
import { readDocument } from "../shared/document.ts";
import { usageError } from "../shared/errors.ts";
import { readInput } from "../shared/files.ts";
import { count } from "../shared/format.ts";
import { parseJson, stringifyJson } from "../shared/json.ts";
import { expectContent } from "../shared/stub.ts";
import { readBundles } from "./attest.ts";
import type { Run } from "./commands/definition.ts";
import { readStepFiles } from "./custody/stepFiles.ts";
import { many, optional, required } from "./values.ts";
import { documentIn } from "./verify/kind.ts";
import { namesPowers } from "./verify/powers.ts";

export const runEvidence: Run = async ({ positionals, values }) => {
  const bundles = await readBundles(positionals);
  const keyPath = required(values, "signing-key");
  const out = required(values, "out");
  const attachments = new Map<string, Uint8Array>();
  for (const path of many(values, "attach")) {
    attachments.set(attachmentName(path), await read(path));
    await expectContent(path);
  }
  const isByPage = !bundles.map(documentIn).every(namesPowers);
  const installed = isByPage ? await readPinnedCircuits(optional(values, "artifacts")) : [];
  const parts = {
    bundles,
    attachments,
    tellCounts: values["tell-counts"] === true,
    declaration: await readDeclared(required(values, "declaration")),
    keys: installed.map(({ key }) => new TextEncoder().encode(stringifyJson(verificationKeyToSnarkjs(key), 2))),
    lists: await Promise.all(many(values, "list").map((folder) => read(join(folder, LIST_FILE)))),
    manifests: await Promise.all(many(values, "shard").map((folder) => read(join(folder, MANIFEST_FILE)))),
  };
  const path = optional(values, "chain");
  const chain = path === undefined ? undefined : await readChain(path);
  const stepFolder = optional(values, "steps");
  const steps = stepFolder === undefined ? [] : await readStepFiles(stepFolder);
  const { cid, archive, folder, facts } = await makeEvidence(
    { ...parts, steps, ...(chain && { chain }) },
    { keyPath, out },
  );
  const root = facts.steps && `\n${count(facts.steps.count, "step")} with the root ${facts.steps.root}`;
  return {
    verdict: true,
    json: { pack: archive, folder, cid, steps: facts.steps ?? null },
    text: `${archive}\n${folder}${root ?? ""}`,
  };
};

const read = (path: string) => readInput(path, "evidence/not-found", "Pass a file that exists.");

async function readDeclared(path: string): Promise<Declaration> {
  const document = parseJson(await read(path), path);
  const hint = "Write a document of format disjoint/declaration/v1 (docs/formats.md).";
  return readDocument(path, "evidence/invalid", hint, (reader) => DECLARATION_DOCUMENT.read(reader, document, "$"));
}

/** The document that `disjoint chain collect-receipts` wrote. */
async function readChain(path: string): Promise<ChainDocument> {
  const document = parseJson(await read(path), path);
  const hint = "Gather it again with `disjoint chain collect-receipts`.";
  return readDocument(path, "evidence/invalid", hint, (reader) => readChainDocument(reader, document));
}

function attachmentName(path: string): string {
  const name = basename(path).toLowerCase();
  if (/^[a-z0-9][a-z0-9.-]{0,80}$/.test(name)) return name;
  throw usageError("evidence/attachment-name", `${path} cannot be attached`, "Use letters, digits, dots and dashes.");
}
