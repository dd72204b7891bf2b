import {
  type AskNode,
  checkSnapshot,
  openRegistry,
  type Registry,
  type ReleaseHistory,
  readReleaseHistory,
  readSnapshot,
  type SnapshotCheckOptions,
} from "../../prover/registry.ts";
import { catchUp } from "./catchUp.ts";
import { CONFIG_FILE, type PageConfig, readConfig } from "./config.ts";
import { messageOf, PageError } from "./errors.ts";
import { chosenNodes } from "./nodes.ts";
import { type Loaded, type NodeReport, standingOf } from "./standing.ts";

/**
 * The configuration, with whole addresses of nodes: one may be on the page's own host.
 *
 * @throws PageError
 */
async function loadConfig(): Promise<PageConfig> {
  const config = readConfig(await fetchBytes(CONFIG_FILE));
  const whole = (node: string) => (URL.canParse(node, location.href) ? new URL(node, location.href).href : node);
  return { ...config, nodes: config.nodes.map(whole) };
}

/** `nodes`: the page's own, whatever the reader chose. */
export type Opened = { nodes: readonly string[]; loaded: Loaded };

/**
 * Reads what the page is about, with the nodes that the reader chose, or its own. Nothing is compared yet.
 *
 * @throws PageError; data `registry/invalid`, `json/*`
 */
export async function openPage(): Promise<Opened> {
  const config = await loadConfig();
  const snapshot = readSnapshot(await fetchBytes(config.snapshot));
  const nodes = chosenNodes() ?? config.nodes;
  return { nodes: config.nodes, loaded: uncompared({ ...config, nodes }, openRegistry(snapshot)) };
}

const uncompared = (config: PageConfig, registry: Registry): Loaded => ({
  config,
  registry,
  standing: config.nodes.length === 0 ? "no-node" : "comparing",
  checked: null,
  comparedReleases: new Set(),
});

/** The same registry before it is compared with other nodes. */
export const withNodes = ({ config, registry }: Loaded, nodes: readonly string[]): Loaded =>
  uncompared({ ...config, nodes: [...nodes] }, registry);

/** How many releases are compared with the nodes: the newest ones. */
const MOST_COMPARED = 50;

/**
 * Brings the snapshot up to date and compares the result with every node of the configuration. A node that fails is a
 * report, not an error.
 */
export async function checkRegistry(loaded: Loaded): Promise<Loaded> {
  const { nodes } = loaded.config;
  if (nodes.length === 0) return loaded;
  const current = await catchUp(loaded.registry.snapshot, nodes.map(nodeAt));
  const registry = current?.registry ?? loaded.registry;
  const { snapshot } = registry;
  const places = snapshot.releases.map((_, i) => i).slice(-MOST_COMPARED);
  const reports = await reportsOf(registry, nodes, { newest: current === null, releases: places });
  const first = reports.find(({ check }) => check !== null)?.check;
  return {
    ...loaded,
    registry,
    standing: standingOf(reports),
    checked: {
      caughtUp: current?.caughtUp ?? null,
      nodes: reports,
      compared: first?.compared ?? 0,
      differences: first?.differences ?? [],
      isOnChain: first?.isOnChain ?? false,
      block: first?.block ?? snapshot.at.number,
    },
    comparedReleases: new Set(first ? places.map((place) => snapshot.releases[place]!.release) : []),
  };
}

/**
 * Compares one more release, of a registry that agrees with its nodes so far. Nodes that give no answer now change
 * nothing: the release stays without a comparison.
 */
export async function checkRelease(loaded: Loaded, release: string): Promise<Loaded> {
  const { config, registry, standing, checked, comparedReleases } = loaded;
  const place = registry.releases.get(release);
  if (place === undefined || checked === null || standing !== "agrees" || comparedReleases.has(release)) return loaded;
  const newest = checked.caughtUp === null;
  const reports = await reportsOf(registry, config.nodes, { newest, releases: [place] });
  const found = standingOf(reports);
  if (found === "no-answer") return loaded;
  const first = reports.find(({ check }) => check !== null)!.check!;
  return {
    ...loaded,
    standing: found,
    checked: found === "agrees" ? checked : { ...checked, nodes: reports, differences: first.differences },
    comparedReleases: new Set([...comparedReleases, release]),
  };
}

/** What each node says of a registry; a failure is what it says, too. */
const reportsOf = (
  { snapshot }: Registry,
  nodes: readonly string[],
  options: SnapshotCheckOptions,
): Promise<NodeReport[]> =>
  Promise.all(
    nodes.map(async (url) => {
      try {
        return { url, check: await checkSnapshot(snapshot, nodeAt(url), options), problem: null };
      } catch (error) {
        return { url, check: null, problem: messageOf(error) };
      }
    }),
  );

/**
 * Reads from the first node when the pages were proved that a release excludes.
 *
 * @throws chain `chain/bad-answer`; what the browser throws without an answer
 */
export const readHistory = ({ config, registry }: Loaded, release: string): Promise<ReleaseHistory> =>
  readReleaseHistory(registry, release, nodeAt(config.nodes[0]!));

async function fetchBytes(address: string): Promise<Uint8Array> {
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" }).catch(() => undefined);
  if (answer?.ok) return new Uint8Array(await answer.arrayBuffer());
  throw new PageError("unreachable", address, answer === undefined ? "" : `HTTP ${answer.status}`);
}

/** Sends requests to the node with this address. */
export const nodeAt =
  (url: string): AskNode =>
  async (method, params) => {
    const answer = await fetch(url, {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      signal: AbortSignal.timeout(20_000),
    });
    const { result, error } = (await answer.json()) as { result?: unknown; error?: { code: number; message: string } };
    if (error !== undefined) throw Object.assign(new Error(error.message), { code: error.code });
    return result;
  };
