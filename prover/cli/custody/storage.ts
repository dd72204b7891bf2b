import {
  computeStorageAnchors,
  fetchStored,
  inspectStorageAnchors,
  type StorageAnchors,
  verifyStorageAnchors,
  writeStorageAnchors,
} from "../../custody/storage/anchors.ts";
import { listIssues } from "../../shared/document.ts";
import { dataError, usageError } from "../../shared/errors.ts";
import { readInput, writeFileAtomic } from "../../shared/files.ts";
import type { Run } from "../commands/definition.ts";
import { exactly, required } from "../values.ts";
import { type Row, verified } from "../verify/verified.ts";

export const runStorageAnchor: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["PACK"]);
  const out = required(values, "out");
  const anchors = computeStorageAnchors(await read(path));
  await writeFileAtomic(out, writeStorageAnchors(anchors));
  return {
    verdict: true,
    json: { anchors: out, ...anchors },
    text: [out, ...rowsOf(anchors).map(([what, text]) => `  ${what} ${text}`)].join("\n"),
  };
};

export const runStorageVerify: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["PACK"]);
  const recorded = await readAnchors(required(values, "recorded"));
  return verified(verifyStorageAnchors(await read(path), recorded), {
    claim: () => "it is the file that was recorded",
    rows: () => [...rowsOf(recorded), ["not checked", "what is in the file, and whether any network stores it"]],
    details: [],
    json: { recorded },
  });
};

export const runStorageFetch: Run = async ({ positionals, values }) => {
  const [url] = exactly(positionals, ["URL"]);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw usageError("cli/arguments", "URL is no http address", "Give the gateway's address of the file.");
  const out = required(values, "out");
  const file = await fetchStored(url, await readAnchors(required(values, "recorded")));
  await writeFileAtomic(out, file);
  return { verdict: true, json: { file: out, bytes: file.length }, text: out };
};

const rowsOf = ({ filecoin, arweave, sha256 }: StorageAnchors): Row[] => [
  ["SHA-256", sha256],
  ["Filecoin piece", `${filecoin.pieceCid}, CommP ${filecoin.root}`],
  ["Arweave data root", arweave.dataRoot],
];

async function readAnchors(path: string): Promise<StorageAnchors> {
  const found = inspectStorageAnchors(await read(path));
  if ("value" in found) return found.value;
  throw dataError("custody/invalid", `${path}: ${listIssues(found.issues)}`, "Compute it again from the pack.");
}

const read = (path: string) => readInput(path, "custody/not-found", "Check the path.");
