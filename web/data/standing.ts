import {
  hasOwnId,
  type Registry,
  type SnapshotCheck,
  type SnapshotDifference,
  type SnapshotRelease,
} from "../../prover/registry.ts";
import type { CaughtUp } from "./catchUp.ts";
import type { PageConfig } from "./config.ts";

/** What one node said: either a comparison, or why there is none. */
export type NodeReport = { url: string; check: SnapshotCheck | null; problem: string | null };

/**
 * How the snapshot compares with the nodes. `no-node`: none is named. `comparing`: the answers are not there yet.
 * `no-answer`: no node answered. `off-chain`: the snapshot's block is not part of the chain. `disagree`: the nodes do
 * not say the same. `differs`: the contracts say something else. `agrees`: everything that was compared is the same.
 */
export type Standing = "no-node" | "comparing" | "no-answer" | "off-chain" | "disagree" | "differs" | "agrees";

/**
 * What was compared, by which nodes, with which result, and the block after which the contracts were asked. `caughtUp`:
 * what the nodes' events added to the snapshot; null if none gave them.
 */
type Checked = {
  caughtUp: CaughtUp | null;
  nodes: readonly NodeReport[];
  compared: number;
  differences: readonly SnapshotDifference[];
  isOnChain: boolean;
  block: number;
};

/** The registry of the page, and how far it can be relied on. `comparedReleases`: ids of releases. */
export type Loaded = {
  config: PageConfig;
  registry: Registry;
  standing: Standing;
  checked: Checked | null;
  comparedReleases: ReadonlySet<string>;
};

const known = new WeakMap<SnapshotRelease, boolean>();

/** Whether the snapshot has a release under the id that belongs to what it says of it; computed once. */
export function isGenuine({ snapshot, releases }: Registry, id: string): boolean {
  const release = snapshot.releases[releases.get(id) ?? -1];
  if (release === undefined) return false;
  const found = known.get(release) ?? hasOwnId(snapshot, release);
  known.set(release, found);
  return found;
}

/** Whether what the page says of a release was compared with a node, and is the same, and its names are its own. */
export const isConfirmed = ({ registry, standing, comparedReleases }: Loaded, release: string): boolean =>
  standing === "agrees" && comparedReleases.has(release) && isGenuine(registry, release);

/** What the reports of all nodes come to. A node without an answer makes no other one wrong. */
export function standingOf(reports: readonly NodeReport[]): Standing {
  const checks = reports.flatMap(({ check }) => (check === null ? [] : [check]));
  const [first, ...others] = checks;
  if (first === undefined) return "no-answer";
  if (others.some((other) => essenceOf(other) !== essenceOf(first))) return "disagree";
  if (!first.isOnChain) return "off-chain";
  return first.differences.length > 0 ? "differs" : "agrees";
}

const essenceOf = ({ isOnChain, differences }: SnapshotCheck): string =>
  JSON.stringify([isOnChain, differences.map(({ what, contract }) => `${what}: ${contract}`).sort()]);
