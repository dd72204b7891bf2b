import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../../chain/deployment/document.ts";
import { requireDeployment } from "../../chain/deployment/requireDeployment.ts";
import { readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openPowers } from "../../setup/powers/open.ts";
import type { ReleaseId } from "../../shared/ids.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import { once } from "../../shared/promises.ts";
import type { Config, ShardConfig } from "../config/config.ts";
import type { CountedList } from "../steps/counting.ts";
import { type Needs, readLists, requireSchemes } from "../steps/lists.ts";
import { type TrustedCircuits, trustedCircuits } from "../steps/proofs.ts";
import { readTag, readTagged, type TagRecord } from "../steps/record.ts";
import { type CommittedShard, isByPage, type PowersSource } from "../steps/shards.ts";

/**
 * What a run is about, before the data is read. Each value is read from the chain once, when it is first needed.
 */
export type SetUp = {
  config: Config;
  tag: string;
  chain: Chain;
  poseidon: Poseidon;
  /** The signer's address, or why there is none. */
  vendor: string | undefined;
  withoutVendor: string;
  /** Whether no shard has been committed here yet: then the ledger has accepted nothing. */
  isFirst: boolean;
  deployment(): Promise<Deployment>;
  /** How shards are committed to: those of the configuration, or those that a refresh is about. */
  kinds(): Promise<ReadonlySet<ShardConfig["commitment"]>>;
  /** The powers of tau for shards with accumulators. */
  powers: PowersSource;
  lists(): Promise<CountedList[]>;
  circuits(): Promise<TrustedCircuits>;
  /** The release that is registered under the tag, and the record that a refresh is about. */
  tagged(): Promise<ReleaseId | undefined>;
  known(): Promise<TagRecord | undefined>;
};

/** @param withoutVendor why there is no signer */
export async function setUpOf(
  config: Config,
  { tag, refresh }: { tag: string; refresh: boolean },
  chain: Chain,
  poseidon: Poseidon,
  withoutVendor: string,
): Promise<SetUp> {
  const vendor = await chain.signer?.getAddress();
  const deployment = once(() => requireDeployment(chain, config.chain.deployment));
  const known = once(async () => (refresh ? readTag(config, tag) : undefined));
  const powers = once(() => openPowers(config.powers));
  const kinds = once(async () => {
    const record = await known();
    const kindOf = (shard: CommittedShard) => (isByPage(shard) ? "merkle" : "accumulator");
    return new Set(record ? record.shards.map(kindOf) : config.shards.map(({ commitment }) => commitment));
  });
  return {
    config,
    tag,
    chain,
    poseidon,
    vendor,
    withoutVendor,
    deployment,
    isFirst: !existsSync(join(config.output, "shards")),
    kinds,
    powers,
    lists: once(async () => {
      const lists = await readLists(config, chain, await deployment(), poseidon, await needsOf(kinds, powers));
      requireSchemes(config, lists);
      return lists;
    }),
    circuits: once(async () => trustedCircuits(config, chain, await deployment(), await readConfirmedBlock(chain))),
    tagged: once(async () =>
      vendor === undefined ? undefined : readTagged(config, tag, vendor, chain, await deployment()),
    ),
    known,
  };
}

/** What the shards need of the lists. */
export async function needsOf(kinds: SetUp["kinds"], powers: PowersSource): Promise<Needs> {
  const all = await kinds();
  return { pages: all.has("merkle"), ...(all.has("accumulator") && { powers: (await powers()).id }) };
}
