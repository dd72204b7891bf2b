import { makeChainDocument } from "../../chain/receipts/chainDocument.ts";
import { writeChainDocument } from "../../evidence/chain/document.ts";
import { usageError } from "../../shared/errors.ts";
import { parseField } from "../../shared/field.ts";
import { writeFileAtomic } from "../../shared/files.ts";
import { count } from "../../shared/format.ts";
import { toCommitment, toListId } from "../../shared/ids.ts";
import type { Run } from "../commands/definition.ts";
import { pairs, required } from "../values.ts";
import { idIn, releaseIdIn, withDeployment } from "./where.ts";

const LIST_ID_FORM = {
  form: "ID=ROOT",
  pattern: /^[0-9a-f]{64}$/,
  value: "ROOT is the root of the list's document in 64 hexadecimal digits, as `disjoint blocklist build` prints it.",
} as const;

export const runCollectReceipts: Run = async ({ positionals, values }) => {
  const commitments = positionals.map((text) => toCommitment(parseField(text, "COMMITMENT")));
  if (commitments.length === 0)
    throw usageError("cli/arguments", "no shard is given", "Pass the commitments of the release's shards.");
  const lists = pairs(values, "list-id", LIST_ID_FORM).map(([list, root]) => ({
    list: toListId(idIn(list, "--list-id ")),
    root,
  }));
  const release = values["release-id"] === undefined ? undefined : releaseIdIn(values);
  const out = required(values, "out");
  return withDeployment(values, async (chain, deployment) => {
    const document = await makeChainDocument(chain, deployment, { lists, commitments, ...(release && { release }) });
    await writeFileAtomic(out, writeChainDocument(document));
    const receipts = document.blocks.flatMap((block) => block.receipts).length;
    const { blocks, stated = [] } = document;
    const text = [
      out,
      `${count(receipts, "receipt")} of ${count(blocks.length, "block")}`,
      ...(stated.length === 0 ? [] : ["blocks are stated only: no receipt shows what they hold"]),
      ...stated.map(({ number, reason }) => `block ${number}: ${reason}`),
    ];
    const json = { chain: out, receipts, blocks: blocks.length, stated: stated.map(({ number }) => number) };
    return { verdict: true, json, text: text.join("\n") };
  });
};
