import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildIndex } from "../../chain/indexer/build.ts";
import { checkIndex } from "../../chain/indexer/check.ts";
import { toIndexDocument } from "../../chain/indexer/document.ts";
import { toSnapshot } from "../../chain/indexer/snapshot.ts";
import { type EventIndex, openIndex } from "../../chain/indexer/store.ts";
import type { Chain } from "../../rpc/connection.ts";
import { usageError } from "../../shared/errors.ts";
import { writeFileAtomic } from "../../shared/files.ts";
import { count } from "../../shared/format.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly, optional } from "../values.ts";
import { writeFeeds } from "./feeds.ts";
import { describeFound, findLists, writeLists } from "./listFiles.ts";
import { confirmationsIn, stateFolder, withDeployment } from "./where.ts";

export const runIndex: Run = async ({ positionals, values, onProgress }) => {
  exactly(positionals, []);
  if (values.lists !== undefined && values.snapshot === undefined)
    throw usageError("cli/missing-option", "--lists without --snapshot", "Lists are written beside a snapshot.");
  const options = { confirmations: confirmationsIn(values), ...sinceIn(values), onProgress };
  return withDeployment(values, async (chain, deployment) => {
    const file = optional(values, "file") ?? (await defaultFile(values, chain));
    const index = openIndex(file, deployment);
    try {
      if (values.rebuild) index.clear();
      await buildIndex(chain, deployment, index, options);
      const check = values.check ? await checkIndex(chain, deployment, index) : undefined;
      const verdict = check === undefined || check.differences.length === 0;
      const { lines, ...written } = await writeSite(index, optional(values, "snapshot"), optional(values, "lists"));
      const document = toIndexDocument(index);
      const { lists, facts, releases, events, at } = document;
      const text = [
        `${count(events, "event")} up to block ${at.number} ${at.hash}`,
        `${count(lists.length, "list")}, ${count(facts.length, "shard against a list", "shards against lists")}, ` +
          `${count(releases.length, "release")}`,
        ...(check?.differences ?? []).map((each) => `${each.what}: index ${each.index}, contract ${each.contract}`),
        ...(check
          ? [`${count(check.compared, "value")} of the contracts compared: ${verdict ? "equal" : "not equal"}`]
          : []),
        file,
        ...lines,
      ].join("\n");
      return { verdict, json: { ...document, ...(check && { check }), file, ...written }, text };
    } finally {
      index.close();
    }
  });
};

/** Writes the snapshot of an index, and the feeds and lists beside it. Lists are checked before anything is written. */
async function writeSite(index: EventIndex, snapshot: string | undefined, folder: string | undefined) {
  if (snapshot === undefined) return { lines: [] };
  const content = toSnapshot(index);
  const found = folder === undefined ? undefined : await findLists(folder, content);
  if (found !== undefined) await writeLists(found.lists, snapshot);
  await writeFileAtomic(snapshot, stringifyJson(content));
  const written = { snapshot, feeds: await writeFeeds(content, snapshot) };
  const lines = [...Object.values(written), ...(found === undefined ? [] : describeFound(found))];
  return { ...written, ...(found !== undefined && { published: found }), lines };
}

/** In the folder that deployments are in, which may be missing: a deployment can be named wherever it is. */
async function defaultFile(values: Values, { chainId }: Chain): Promise<string> {
  const file = join(stateFolder(values), `index-${chainId}.sqlite`);
  await mkdir(dirname(file), { recursive: true }).catch((error: Error) => {
    throw usageError("index/cannot-open", `${file} cannot be made: ${error.message}`, "Give another with --file.");
  });
  return file;
}

function sinceIn(values: Values): { since?: number } {
  const text = optional(values, "since");
  if (text === undefined) return {};
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return { since: Number(text) };
  throw usageError(
    "cli/bad-option",
    `--since ${text} must be the number of a block`,
    "Give the block of the deployment, or an earlier one.",
  );
}
