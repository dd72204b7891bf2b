import { join } from "node:path";
import { atEpoch } from "../blocklist/epoch.ts";
import { type Blocklist, LIST_FILE } from "../blocklist/list.ts";
import { readBlocklist } from "../blocklist/read.ts";
import type { Chain } from "../chain/connection.ts";
import type { Deployment } from "../chain/deployment.ts";
import { listIdOf, type PublishedList, readList } from "../chain/lists.ts";
import { momentOf } from "../chain/moment.ts";
import { publish } from "../chain/publish.ts";
import { requireSigner, type Sent } from "../chain/send.ts";
import type { BlocklistConfig, Config } from "../config/config.ts";
import { dataError, usageError } from "../shared/errors.ts";
import { readInput } from "../shared/files.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import type { OnProgress } from "../shared/progress.ts";

/**
 * A list that a release is proved against. `counting`: what of it the chain has at the current epoch; `list`: all of it
 * as the folder has it, a page more perhaps. `missing`: pages of the current epoch that the folder lacks.
 */
export type CountedList = {
  id: string;
  epoch: number;
  list: Blocklist;
  counting: Blocklist;
  /** The root document of `counting`, whose SHA-256 is its root. */
  document: Uint8Array;
  missing: number;
};

export type ReadListsOptions = {
  /** Whether lists of the signer's are published where the chain lacks them; if not, they are planned with as if they were. */
  publishing: boolean;
  sent(what: string, all: Sent[]): void;
  onProgress: OnProgress;
};

/**
 * Reads the lists from their folders and holds them against the chain, which alone says what counts.
 *
 * @throws usage `release/not-published`, `release/same-list`, `release/unknown-list`, `release/early-epoch`; data
 * `release/other-list`, `release/list-behind`
 */
export async function readLists(
  config: Config,
  chain: Chain,
  deployment: Deployment,
  poseidon: Poseidon,
  { publishing, sent, onProgress }: ReadListsOptions,
): Promise<CountedList[]> {
  const lists: CountedList[] = [];
  for (const [i, entry] of config.blocklists.entries()) {
    const list = await readBlocklist(entry.folder, poseidon);
    if (lists.some((other) => other.list.name === list.name))
      throw usageError("release/same-list", `two lists are called ${list.name}`, "Name each list once.");
    const document = await readInput(join(entry.folder, LIST_FILE), "release", "Name the list's folder.");
    if (entry.publish && publishing) {
      const published = await publish(chain, deployment, toPublish(list, entry), { onProgress });
      sent(`publish ${list.name}`, published.transactions);
    }
    const id = entry.publish
      ? listIdOf(await requireSigner(chain).getAddress(), toPublish(list, entry).terms)
      : entry.list;
    if (id === undefined) throw notPublished(list, entry, i);
    if (entry.publish && !publishing)
      lists.push({ id, epoch: list.epochs.length, list, counting: list, document, missing: 0 });
    else lists.push(count({ list, document }, await readList(chain, deployment, id, await momentOf(chain)), config));
  }
  const unknown = config.policy.lists.find((name) => !lists.some(({ list }) => list.name === name));
  if (unknown === undefined) return lists;
  throw usageError(
    "release/unknown-list",
    `the policy names ${unknown}, and no list is called so`,
    "Correct $.policy.lists.",
  );
}

const toPublish = ({ name, scheme, pages, root }: Blocklist, { uri }: BlocklistConfig) => ({
  ...{ terms: { scheme, metadata: name, reviewers: [], threshold: 0 }, pages },
  ...{ contentHash: `0x${root}`, uri },
});

const notPublished = ({ name }: Blocklist, { folder }: BlocklistConfig, i: number) =>
  usageError(
    "release/not-published",
    `the configuration does not say which list of the chain ${name} is, and only what is on the chain counts`,
    `Publish it (disjoint chain publish ${folder}) and give its id as $.blocklists[${i}].list, or, if it is your own, set publish: true.`,
  );

/** What of a list counts. A folder may be ahead of the chain; behind it only as far as the policy allows. */
function count(
  { list, document }: Pick<CountedList, "list" | "document">,
  { list: id, scheme, epoch, pages, uri }: PublishedList,
  { policy }: Config,
): CountedList {
  const { name } = list;
  const differs = pages.findIndex(
    ({ digest, size }, i) => i < list.pages.length && !(list.pages[i]!.digest === digest && list.pageSize === size),
  );
  if (scheme !== list.scheme || differs >= 0)
    throw dataError(
      "release/other-list",
      scheme === list.scheme
        ? `page ${differs} of ${name} is not that of list ${id}`
        : `${name} is of scheme ${list.scheme}, list ${id} of ${scheme}`,
      "Fetch the list again from its publisher, or correct its id.",
    );
  if (policy.minimumEpoch > epoch && isDemanded(policy.lists, name))
    throw usageError(
      "release/early-epoch",
      `${name} is at epoch ${epoch}, and the policy demands epoch ${policy.minimumEpoch}`,
      "Wait until it is published (and confirmed, if the list has reviewers), or correct $.policy.minimumEpoch.",
    );
  const missing = Math.max(0, pages.length - list.pages.length);
  if (missing > policy.maximumLag)
    throw dataError(
      "release/list-behind",
      `${name} has ${pages.length} pages on the chain and ${list.pages.length} in its folder`,
      `Fetch it again${uri ? ` from ${uri}` : " from its publisher"}, or let $.policy.maximumLag allow it.`,
    );
  const known = list.epochs.filter((end) => end <= pages.length).length;
  if (known === list.epochs.length) return { id, epoch, list, counting: list, document, missing };
  const { document: earlier, ...counting } = atEpoch(list, known);
  return { id, epoch, list, counting, document: new TextEncoder().encode(earlier), missing };
}

export const isDemanded = (lists: readonly string[], name: string): boolean =>
  lists.length === 0 || lists.includes(name);

/**
 * Every shard must have keys of every list's scheme: without, nothing of the list could be found in it.
 *
 * @throws usage `release/other-scheme`
 */
export function requireSchemes({ shards }: Config, lists: readonly CountedList[]): void {
  for (const [i, { name, schemes }] of shards.entries())
    for (const { list } of lists)
      if (!schemes.some(({ scheme }) => scheme === list.scheme))
        throw usageError(
          "release/other-scheme",
          `${list.name} is of scheme ${list.scheme}, and shard ${name} has no keys of it`,
          `Add ${list.scheme} to $.shards[${i}].schemes.`,
        );
}
