import { anchorRoot, readAnchorTime } from "../../chain/releases/anchors.ts";
import {
  computeStorageAnchors,
  computeStorageRoot,
  fetchStored,
  inspectStorageAnchors,
  type StorageAnchors,
  verifyStorageAnchors,
  writeStorageAnchors,
} from "../../custody/storage/anchors.ts";
import { toIsoTime } from "../../registry/describe.ts";
import { listIssues } from "../../shared/document.ts";
import { dataError, usageError } from "../../shared/errors.ts";
import { readInput, writeFileAtomic } from "../../shared/files.ts";
import type { Run, Values } from "../commands/definition.ts";
import { CHAIN_OPTIONS } from "../commands/options.ts";
import { exactly, optional, required } from "../values.ts";
import { type Row, verified } from "../verify/verified.ts";
import { withAnchors } from "./anchor.ts";

export const runStorageAnchor: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["PACK"]);
  const out = required(values, "out");
  const isAsked = isChainAsked(values);
  const anchors = computeStorageAnchors(await read(path), optional(values, "celestia-namespace"));
  const root = computeStorageRoot(anchors);
  const anchored = isAsked
    ? await withAnchors(values, ({ chain, address, release }) => anchorRoot(chain, address, release, root))
    : undefined;
  await writeFileAtomic(out, writeStorageAnchors(anchors));
  const transaction = anchored?.transaction?.hash ?? null;
  return {
    verdict: true,
    json: { anchors: out, ...anchors, root, ...(anchored && { time: anchored.time, transaction }) },
    text: [out, ...rowsOf(anchors, anchored?.time).map(([what, text]) => `  ${what} ${text}`)].join("\n"),
  };
};

export const runStorageVerify: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["PACK"]);
  const isAsked = isChainAsked(values);
  const recorded = await readAnchors(required(values, "recorded"));
  const known = isAsked ? await readKnownAnchor(values, computeStorageRoot(recorded)) : undefined;
  const verdict = verifyStorageAnchors(await read(path), recorded, known);
  return verified(verdict, {
    claim: () => "it is the file that was recorded",
    rows: () => [
      ...rowsOf(recorded, verdict.anchored),
      ["not checked", "what is in the file, and whether any network stores it"],
    ],
    details: [],
    json: { recorded, anchored: verdict.anchored ?? null },
  });
};

/** A root and when it was anchored, if it was. */
const readKnownAnchor = (values: Values, root: string): Promise<Map<string, number>> =>
  withAnchors(values, async ({ chain, address, release }) => {
    const time = await readAnchorTime(chain, address, release, root);
    return new Map(time === 0 ? [] : [[root, time]]);
  });

/**
 * Whether a chain is asked about the root.
 *
 * @throws usage `cli/missing-option` for options of a chain that is not asked
 */
function isChainAsked(values: Values): boolean {
  if (optional(values, "anchors") !== undefined) return true;
  const names = ["release-id", ...CHAIN_OPTIONS.map(({ name }) => name)];
  const idle = names.find((name) => optional(values, name) !== undefined);
  if (idle === undefined) return false;
  throw usageError("cli/missing-option", `--${idle} without --anchors`, "Name the contract that records roots.");
}

export const runStorageFetch: Run = async ({ positionals, values }) => {
  const [url] = exactly(positionals, ["URL"]);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw usageError("cli/arguments", "URL is no http address", "Give the gateway's address of the file.");
  const out = required(values, "out");
  const file = await fetchStored(url, await readAnchors(required(values, "recorded")));
  await writeFileAtomic(out, file);
  return { verdict: true, json: { file: out, bytes: file.length }, text: out };
};

function rowsOf(anchors: StorageAnchors, time?: number): Row[] {
  const { filecoin, arweave, celestia, sha256 } = anchors;
  return [
    ["SHA-256", sha256],
    ["Filecoin piece", `${filecoin.pieceCid}, CommP ${filecoin.root}`],
    ["Arweave data root", arweave.dataRoot],
    ...(celestia === undefined
      ? []
      : [["Celestia blob", `${celestia.commitment} in namespace ${celestia.namespace}`] as Row]),
    ["Merkle root", computeStorageRoot(anchors)],
    ["anchored", time === undefined ? "not asked" : `at ${toIsoTime(time)}`],
  ];
}

async function readAnchors(path: string): Promise<StorageAnchors> {
  const found = inspectStorageAnchors(await read(path));
  if ("value" in found) return found.value;
  throw dataError("custody/invalid", `${path}: ${listIssues(found.issues)}`, "Compute it again from the pack.");
}

const read = (path: string) => readInput(path, "custody/not-found", "Check the path.");
