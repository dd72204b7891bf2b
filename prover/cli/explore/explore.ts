import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { readDeploymentOn } from "../../chain/deployment/document.ts";
import { readRegistry } from "../../chain/indexer/snapshot.ts";
import { describeBlock } from "../../registry/describe.ts";
import { toFeeds } from "../../registry/feed.ts";
import { openRegistry } from "../../registry/judge.ts";
import type { RegistrySnapshot } from "../../registry/snapshot.ts";
import type { Chain } from "../../rpc/connection.ts";
import { usageError } from "../../shared/errors.ts";
import { count } from "../../shared/format.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { describeFound, findLists, publishedPath } from "../chain/listFiles.ts";
import { confirmationsIn, deploymentPath, withChain } from "../chain/where.ts";
import type { Run, Values } from "../commands/definition.ts";
import { said } from "../outcome.ts";
import { exactly, optional } from "../values.ts";
import { pageFiles, policyOfPage, servedFile, servedText } from "./files.ts";
import { serveSite } from "./server.ts";

export const runExplore: Run = async ({ positionals, values, onProgress, say }) => {
  exactly(positionals, []);
  const port = portIn(values);
  return withNodes(values, async (nodes) => {
    const [chain] = nodes;
    const snapshot = await snapshotOf(chain, values, onProgress);
    const folder = optional(values, "lists");
    const found = folder === undefined ? { lists: [], leftOut: [] } : await findLists(folder, snapshot);
    const paths = nodes.map((_, i) => `node-${i + 1}`);
    const made = [
      servedText("snapshot.json", stringifyJson(snapshot)),
      servedText("config.json", stringifyJson(configOf(paths, folder !== undefined))),
      ...[...toFeeds(openRegistry(snapshot))].map(([name, text]) => servedText(`feeds/${name}`, text)),
      ...found.lists.flatMap((each) =>
        each.files.map((file) => servedFile(publishedPath(each, file), join(each.folder, file))),
      ),
    ];
    const site = {
      files: await pageFiles(made),
      nodes: new Map(paths.map((path, i) => [`/${path}`, nodes[i]!])),
      policy: policyOfPage(),
    };
    const { url, server } = await serveSite(site, port);
    const counts = `${count(snapshot.lists.length, "list")}, ${count(snapshot.releases.length, "release")}`;
    say({
      json: { url },
      text: [`${counts}, ${describeBlock(snapshot)}`, ...describeFound(found), `${url} (Ctrl-C ends)`].join("\n"),
    });
    if (values.open === true) openBrowser(url);
    await once(server, "close");
    return said("");
  });
};

/** Each node on its own: the page shows where they disagree. */
function withNodes<T>(values: Values, use: (nodes: [Chain, ...Chain[]]) => Promise<T>): Promise<T> {
  const { "verify-rpc": second, ...first } = values;
  if (second === undefined) return withChain(first, (chain) => use([chain]));
  if (first.rpc === undefined)
    throw usageError("cli/missing-option", "--verify-rpc without --rpc", "It names a second node: name both.");
  return withChain(first, (chain) => withChain({ rpc: second }, (other) => use([chain, other])));
}

/** The page's configuration: its nodes are this server's paths. */
const configOf = (nodes: readonly string[], hasLists: boolean) => ({
  format: "disjoint/registry-page/v1",
  snapshot: "snapshot.json",
  feeds: "feeds",
  nodes,
  ...(hasLists && { lists: "lists" }),
});

async function snapshotOf(chain: Chain, values: Values, onProgress: OnProgress): Promise<RegistrySnapshot> {
  const deployment = await readDeploymentOn(chain, deploymentPath(values, chain));
  return readRegistry(chain, deployment, { confirmations: confirmationsIn(values), onProgress });
}

function portIn(values: Values): number {
  const text = optional(values, "port") ?? "0";
  if (/^(0|[1-9][0-9]{0,4})$/.test(text) && Number(text) < 65_536) return Number(text);
  throw usageError("cli/bad-option", `--port ${text} must be a port`, "For example --port 8080; 0 chooses a free one.");
}

/** What opens an address on each system. */
const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** A system without a browser keeps the page: its address was said. */
function openBrowser(url: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  spawn(command, [...args, url], { stdio: "ignore", detached: true })
    .on("error", (error) => process.stderr.write(`the page cannot be opened: ${error.message}\n`))
    .unref();
}
