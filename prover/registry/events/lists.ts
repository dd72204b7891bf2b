import { badAnswer } from "../rpc.ts";
import { ignored, type Read, word } from "./abi.ts";
import { addList, type Draft, listIn, touchAll } from "./draft.ts";
import { event, ignore, type RegistryEventType } from "./event.ts";
import { ABI_ACCUMULATORS, ABI_CONFIG, ABI_EPOCH } from "./structs.ts";
import { toCheckedAddress, toCount, toHash, toScheme } from "./values.ts";

const CONFIG = "(bytes32,string,address[],uint8)";
const EPOCH = "(uint64,uint32,bytes32,string)";
const ACCUMULATORS = "(bytes32,uint256[4],uint256[4],uint32)";

/** The events of `Blocklists`. */
export const LIST_EVENTS: readonly RegistryEventType[] = [
  event(`ListCreated(bytes32,address,bytes32,${CONFIG})`, { config: ABI_CONFIG }, (draft, topics, { config }) => {
    addList(draft, {
      list: toHash(topics[0]!),
      name: config.metadata,
      scheme: toScheme(config.scheme),
      owner: toCheckedAddress(topics[1]!, "owner"),
      pendingOwner: null,
      publishers: [],
      reviewers: config.reviewers.map((each) => toCheckedAddress(each, "reviewer")),
      threshold: toCount(config.threshold, "threshold"),
      currentEpoch: 0,
      epochs: [],
    });
  }),
  event(
    `PagesAppended(bytes32,uint256,uint256,(uint256,uint16)[],${EPOCH})`,
    { firstPage: word, pages: ignored, content: ABI_EPOCH },
    (draft, [list, epoch], { firstPage, content }) => addEpoch(draft, list!, epoch!, firstPage, content),
  ),
  event(
    `AccumulatorsAppended(bytes32,uint256,${ACCUMULATORS},${EPOCH})`,
    { accumulators: ABI_ACCUMULATORS, content: ABI_EPOCH },
    (draft, [list, epoch], { accumulators, content }) => {
      const known = listIn(draft, toHash(list!));
      const number = toCount(epoch!, "epoch");
      // An epoch with pages was added by the event of its pages, which precedes this one.
      if (number !== known.epochs.length) addEpoch(draft, list!, epoch!, content.pageCount - 1n, content);
      const last = known.epochs.at(-1)!;
      if (last.contentHash !== toHash(content.contentHash) || last.accumulators.length > 0)
        throw badAnswer("events", `accumulators of epoch ${number} of list ${known.list}, which has other content`);
      const isThere = (point: readonly bigint[]) => point.some((value) => value !== 0n);
      known.epochs[number - 1] = {
        ...last,
        accumulators: (["whole", "added"] as const).filter((kind) => isThere(accumulators[kind])),
      };
    },
  ),
  event("OwnershipTransferStarted(bytes32,address,address)", {}, (draft, [list, , owner]) => {
    listIn(draft, toHash(list!)).pendingOwner = owner === 0n ? null : toCheckedAddress(owner!, "newOwner");
  }),
  event("OwnershipTransferred(bytes32,address,address)", {}, (draft, [list, , owner]) => {
    const known = listIn(draft, toHash(list!));
    known.owner = toCheckedAddress(owner!, "newOwner");
    known.pendingOwner = null;
    known.publishers = [];
  }),
  event("PublisherSet(bytes32,address,bool)", { allowed: word }, (draft, [list, account], { allowed }) => {
    const known = listIn(draft, toHash(list!));
    const publisher = toCheckedAddress(account!, "publisher");
    const others = known.publishers.filter((each) => each !== publisher);
    if (allowed === 0n) known.publishers = others;
    else if (others.length === known.publishers.length) known.publishers = [...others, publisher];
  }),
  event("EpochConfirmed(bytes32,uint256)", { epoch: word }, (draft, [list], { epoch }) => {
    const known = listIn(draft, toHash(list!));
    const number = toCount(epoch, "epoch");
    if (number > known.epochs.length) throw badAnswer("events", `epoch ${number} of list ${known.list} confirmed`);
    known.currentEpoch = number;
  }),
  event("EpochsDropped(bytes32,uint256,uint256)", { epoch: word, pageCount: word }, (draft, [list], { epoch }) => {
    const known = listIn(draft, toHash(list!));
    const first = toCount(epoch, "epoch");
    if (first <= known.currentEpoch || first > known.epochs.length)
      throw badAnswer("events", `epoch ${first} of list ${known.list} dropped`);
    known.epochs.length = first - 1;
    touchAll(draft, (each) => each === known.list);
  }),
  ignore("EpochObjected(bytes32,address,uint256,bytes32)"),
  ignore("EpochReviewed(bytes32,address,uint256)"),
];

function addEpoch(draft: Draft, list: bigint, epoch: bigint, firstPage: bigint, content: Read<typeof ABI_EPOCH>): void {
  const known = listIn(draft, toHash(list));
  const number = toCount(epoch, "epoch");
  const { epochs } = known;
  const pageCount = toCount(content.pageCount, "pageCount");
  const before = epochs.at(-1)?.pageCount ?? 0;
  if (number !== epochs.length + 1 || firstPage !== BigInt(before) || pageCount <= before)
    throw badAnswer("events", `epoch ${number} of list ${known.list} after epoch ${epochs.length}`);
  const contentHash = toHash(content.contentHash);
  epochs.push({ time: toCount(content.time, "time"), pageCount, contentHash, uri: content.uri, accumulators: [] });
  if (known.threshold === 0) known.currentEpoch = number;
}
