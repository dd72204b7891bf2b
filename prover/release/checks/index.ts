import { count } from "../../shared/words.ts";
import { requireSame } from "../record.ts";
import { blockCheck, chainCheck, logsCheck, opcodesCheck } from "./chain.ts";
import { type Check, NotChecked } from "./checklist.ts";
import { artefactsCheck, circuitsCheck } from "./circuits.ts";
import { diskCheck, outputCheck, signingKeyCheck, spaceFor } from "./output.ts";
import type { Planned } from "./planned.ts";
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

/** The tag is free, or what is registered under it is known here. */
const tagCheck: Check<SetUp> = {
  name: "tag",
  async test({ tag, vendor, withoutVendor, tagged, known }) {
    const registered = await tagged();
    await known();
    if (vendor === undefined) return new NotChecked(withoutVendor);
    return registered === undefined ? `${tag} is not registered yet` : `${tag} is registered as ${registered}`;
  },
};

/** What is registered under the tag has this content. */
const contentCheck: Check<Planned> = {
  name: "tag",
  async test(planned) {
    const { config, tag, record, tagged } = planned;
    if ((await tagged()) !== undefined) await requireSame(config, tag, record);
    return tagCheck.test(planned);
  },
};

/** Before anything is read of the data, and before anything is written. */
export const SET_UP_CHECKS: readonly Check<SetUp>[] = [
  ...[outputCheck, diskCheck, signingKeyCheck, chainCheck, signerCheck, opcodesCheck, blockCheck, logsCheck],
  ...[tagCheck, listsCheck, circuitsCheck, leastFundsCheck],
];

/** Once the shards are committed, before a proof is made or anything is sent. */
export const PLAN_CHECKS: readonly Check<Planned>[] = [
  ...[contentCheck, artefactsCheck, fundsCheck],
  {
    name: "disk",
    test: ({ config, pairs }) =>
      spaceFor(
        config,
        pairs.reduce((sum, { list }) => sum + list.counting.pages.length, 0),
      ),
  },
];
