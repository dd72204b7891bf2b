import { readBlocklist } from "../../blocklist/read.ts";
import { publish } from "../../chain/publish.ts";
import { loadPoseidon } from "../../native/poseidon.ts";
import { type Command, exactly, optional } from "../command.ts";
import { WHERE, WHERE_OPTIONS, withDeployment } from "./where.ts";

export const publishCommand: Command = {
  name: "chain publish",
  summary: "Bring a blocklist onto the chain, or append what it grew by",
  usage: `LIST_DIR [--uri URI] ${WHERE}`,
  options: { ...WHERE_OPTIONS, uri: { type: "string" } },
  run: async ({ positionals, values, onProgress }) => {
    const [folder] = exactly(positionals, ["LIST_DIR"]);
    return withDeployment(values, async (chain, deployment) => {
      const { name, scheme, pages, root } = await readBlocklist(folder, await loadPoseidon());
      const terms = { scheme, metadata: name, reviewers: [], threshold: 0 };
      const document = { terms, pages, contentHash: `0x${root}`, uri: optional(values, "uri") ?? "" };
      const json = await publish(chain, deployment, document, { onProgress });
      const text = `list ${json.list}: ${json.appended} pages appended, ${json.pageCount} in all, epoch ${json.epoch}`;
      return { verdict: true, json, text };
    });
  },
};
