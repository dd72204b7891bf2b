import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../../chain/deployment/document.ts";
import { requireDeployment } from "../../chain/deployment/requireDeployment.ts";
import { readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import type { ReleaseId } from "../../shared/ids.ts";
import type { Poseidon } from "../../shared/poseidon.ts";
import { once } from "../../shared/promises.ts";
import type { Config } from "../config/config.ts";
import type { CountedList } from "../steps/counting.ts";
import { readLists, requireSchemes } from "../steps/lists.ts";
import { type TrustedCircuits, trustedCircuits } from "../steps/proofs.ts";
import { readTag, readTagged, type TagRecord } from "../steps/record.ts";

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
  return {
    config,
    tag,
    chain,
    poseidon,
    vendor,
    withoutVendor,
    deployment,
    isFirst: !existsSync(join(config.output, "shards")),
    lists: once(async () => {
      const lists = await readLists(config, chain, await deployment(), poseidon);
      requireSchemes(config, lists);
      return lists;
    }),
    circuits: once(async () => trustedCircuits(config, chain, await deployment(), await readConfirmedBlock(chain))),
    tagged: once(async () =>
      vendor === undefined ? undefined : readTagged(config, tag, vendor, chain, await deployment()),
    ),
    known: once(async () => (refresh ? readTag(config, tag) : undefined)),
  };
}
