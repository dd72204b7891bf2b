import { makeChainDocument } from "../../chain/receipts/chainDocument.ts";
import { writeChainDocument } from "../../evidence/chain/document.ts";
import { usageError } from "../../shared/errors.ts";
import { parseField } from "../../shared/field.ts";
import { writeFileAtomic } from "../../shared/files.ts";
import { count } from "../../shared/words.ts";
import { type Command, pairs, required } from "../command.ts";
import { id, WHERE, WHERE_OPTIONS, withDeployment } from "./where.ts";

export const receiptsCommand: Command = {
  name: "chain receipts",
  summary: "Gather the receipts of what the chain has of shards, lists and a release, for an evidence pack",
  usage: `COMMITMENT... --list LIST_ID=ROOT_SHA256... [--release ID] --out FILE ${WHERE}`,
  options: {
    ...WHERE_OPTIONS,
    list: { type: "string", multiple: true },
    release: { type: "string" },
    out: { type: "string" },
  },
  run: async ({ positionals, values }) => {
    const commitments = positionals.map((text) => parseField(text, "COMMITMENT"));
    if (commitments.length === 0)
      throw usageError("cli/arguments", "no shard is named", "Name the commitments of the release's shards.");
    const lists = pairs(values, "list", /^[0-9a-f]{64}$/).map(([list, root]) => ({ list, root }));
    const release = values.release === undefined ? undefined : id(values, "release");
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
  },
};
