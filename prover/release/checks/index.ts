import { count } from "../../shared/format.ts";
import { requireSame, type TagRecord } from "../steps/record.ts";
import { blockCheck, chainCheck, logsCheck, opcodesCheck } from "./chain.ts";
import { type Check, NotChecked } from "./checklist.ts";
import { artifactsCheck, circuitsCheck } from "./circuits.ts";
import { diskCheck, outputCheck, signingKeyCheck, spaceFor } from "./output.ts";
import type { Planned } from "./planned.ts";
import { powersCheck } from "./powers.ts";
import type { SetUp } from "./setUp.ts";
import { fundsCheck, leastFundsCheck, signerCheck } from "./signer.ts";

/** The lists are those of the chain, and every shard has keys of their schemes. */
const listsCheck: Check<SetUp> = {
  name: "lists",
  async test({ lists }) {
    const read = await lists();
    const pages = read.reduce((sum, { counting }) => sum + counting.pages.length, 0);
    const unpublished = read.reduce((sum, list) => sum + (list.unpublished?.pages ?? 0), 0);
    return `${count(read.length, "list")}, ${count(pages, "page")}, of which ${unpublished} are to be published`;
  },
};

/** The tag is free, or the output folder has the record of its release. */
const tagCheck: Check<SetUp> = {
  name: "tag",
  async test({ tag, vendor, withoutVendor, tagged, known }) {
    const registered = await tagged();
    await known();
    if (vendor === undefined) return new NotChecked(withoutVendor);
    return registered === undefined ? `${tag} is not registered yet` : `${tag} is registered as ${registered}`;
  },
};

/** Once the shards are committed: the release that is registered under the tag has this content. */
export const CONTENT_CHECK: Check<SetUp & { record: TagRecord }> = {
  name: "tag",
  async test(scene) {
    const { config, tag, record, tagged } = scene;
    if ((await tagged()) !== undefined) await requireSame(config, tag, record);
    return tagCheck.test(scene);
  },
};

/** On a chain that lacks the contracts or cannot run them, they answer nothing. */
const OF_CONTRACTS = [blockCheck, logsCheck, tagCheck, powersCheck];

/** With other powers of tau than the lists', the lists would seem to be wrong. */
const OF_LISTS = [listsCheck, circuitsCheck, leastFundsCheck];

const CONTRACTS = [chainCheck.name, opcodesCheck.name];

/** Made before the data is read and before anything is written. */
export const SET_UP_CHECKS: readonly Check<SetUp>[] = [
  outputCheck,
  diskCheck,
  signingKeyCheck,
  chainCheck,
  signerCheck,
  opcodesCheck,
  ...OF_CONTRACTS.map((check) => ({ ...check, needs: CONTRACTS })),
  ...OF_LISTS.map((check) => ({ ...check, needs: [...CONTRACTS, powersCheck.name] })),
];

/** Made once the run is planned, before a proof is made or anything is sent. */
export const PLAN_CHECKS: readonly Check<Planned>[] = [
  artifactsCheck,
  fundsCheck,
  {
    name: "disk",
    test: ({ config, pairs }) =>
      spaceFor(
        config,
        pairs.reduce((sum, { list }) => sum + list.counting.pages.length, 0),
      ),
  },
];
