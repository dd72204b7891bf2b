import type { RegistrySnapshot, SnapshotReach } from "../../../prover/registry.ts";
import { list, release, snapshotOf } from "../../../test/support/registrySnapshot.ts";

/** How much a registry has: epochs of each list, and lists that each release and its shard reach into. */
export type Size = { lists: number; epochs: number; releases: number; reaches: number };

export const SMALL: Size = { lists: 6, epochs: 5, releases: 40, reaches: 3 };

/** A hundred thousand events: 30 of each list, and 11 of each release with its shard. */
export const LARGE: Size = { lists: 400, epochs: 27, releases: 8_000, reaches: 8 };

const VENDORS = 300;
const MODELS = 500;

/** Opened, two roles, and its epochs; a registration, a shard and evidence, and what was accepted for it. */
const eventsOf = ({ lists, epochs, releases, reaches }: Size): number =>
  lists * (3 + epochs) + releases * (3 + reaches);

/** As long as those of real shards. */
const commitmentOf = (n: number): string => `${"7".repeat(70)}${n + 1_000_000}`;

/** A registry in which releases are clean, behind or never proved, with parents and with lists of equal names. */
export function makeSnapshot(size: Size): RegistrySnapshot {
  const { lists, epochs, releases, reaches } = size;
  const reachOf = (n: number): SnapshotReach[] =>
    Array.from({ length: reaches }, (_, i) => ({
      list: (n * 7 + i * 13) % lists,
      pages: 2 + ((2 * (n + i)) % (2 * epochs)),
    }));
  const snapshot = snapshotOf(
    Array.from({ length: lists }, (_, n) => list(n, n % 50 === 0 ? "opt-outs" : `opt-outs ${n}`, epochs)),
    Array.from({ length: releases }, (_, n) =>
      release(n, `model ${n % MODELS}`, `${Math.floor(n / MODELS)}.0`, n % VENDORS, {
        shards: [commitmentOf(n)],
        parents: n > 1 && n % 3 === 0 ? [n - 2] : [],
        evidence: [`bafybei${n.toString(36).padStart(52, "a")}`],
        reached: reachOf(n).map((reach) => ({ ...reach, lagging: { release: n, shard: commitmentOf(n) } })),
      }),
    ),
    { events: eventsOf(size) },
  );
  return { ...snapshot, shards: snapshot.shards.map((shard, n) => ({ ...shard, reached: reachOf(n) })) };
}
