import {
  type AskNode,
  openRegistry,
  type Registry,
  type RegistrySnapshot,
  type RegistryUpdate,
  updateSnapshot,
} from "../../prover/registry.ts";
import { maxOf, minOf } from "../../prover/shared/collections.ts";
import { worseSnapshot } from "./worse.ts";

/**
 * What nodes added to a snapshot. `events`: how many events; `isRebuilt`: the snapshot's block is not part of the chain
 * of a node, which was read from the deployment on.
 */
export type CaughtUp = { events: number; isRebuilt: boolean };

/**
 * Brings a snapshot up to date from every node that gives its events, up to the newest block that all of them have.
 * Nodes that have not reached the snapshot's block are left out. If the others disagree, the worse verdict is kept.
 *
 * @returns null if no node gives its events
 */
export async function catchUp(
  snapshot: RegistrySnapshot,
  nodes: readonly AskNode[],
): Promise<{ registry: Registry; caughtUp: CaughtUp } | null> {
  const numbers = await settledOf(nodes.map(async (ask) => Number(await ask("eth_blockNumber", []))));
  const upTo = minOf(numbers.filter((number) => number >= snapshot.at.number));
  const updates = await settledOf(nodes.map((ask) => updateSnapshot(snapshot, ask, { upTo })));
  if (updates.length === 0) return null;
  return {
    registry: openRegistry(updates.map((update) => update.snapshot).reduce(worseSnapshot)),
    caughtUp: {
      events: maxOf(updates.map(({ events }) => events)),
      isRebuilt: updates.some(({ isRebuilt }: RegistryUpdate) => isRebuilt),
    },
  };
}

/** What came of those promises that were kept. */
const settledOf = async <T>(promises: readonly Promise<T>[]): Promise<T[]> =>
  (await Promise.allSettled(promises)).flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
