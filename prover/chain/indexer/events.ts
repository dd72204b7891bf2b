import type { LogDescription } from "ethers";
import { toComparableName } from "../../registry/sameName.ts";
import {
  badAnswer,
  parseAddress,
  parseCount,
  parseHash,
  parseScheme,
  parseText,
  parseWord,
} from "../../rpc/node/decode.ts";
import { ACCUMULATOR_EVENTS } from "./accumulators.ts";
import { extendLeading, recordReach, recordReachOf, recountLeading } from "./leading.ts";
import { type Apply, addEpoch, listOf } from "./lists.ts";
import { addRelease, addShard } from "./releases.ts";
import type { EventIndex } from "./store.ts";

/** An event of the contracts, and its block. */
export type IndexedEvent = { event: LogDescription; block: number };

/**
 * What each event changes. An event that cannot follow the earlier ones (about a list that was never created, a page
 * accepted twice, a skipped epoch) comes from a node that omits or repeats events.
 */
const EVENTS: Record<string, Apply> = {
  ListCreated(index, { list, owner, config }) {
    const reviewers = [...config.reviewers].map((each) => parseAddress(each, "reviewer"));
    const metadata = parseText(config, 1, "metadata");
    index.run(
      "INSERT INTO lists VALUES (?, ?, '', ?, ?, ?, ?, 0, 0, 0, ?)",
      ...[
        parseHash(list, "list"),
        parseAddress(owner, "owner"),
        parseScheme(config.scheme, "scheme"),
        metadata,
        reviewers.join(" "),
      ],
      parseCount(config.threshold, "threshold"),
      toComparableName(metadata),
    );
  },
  PagesAppended: addEpoch,
  ...ACCUMULATOR_EVENTS,
  OwnershipTransferStarted(index, { list, newOwner }) {
    change(index, list, "pending_owner", Number(newOwner) === 0 ? "" : parseAddress(newOwner, "newOwner"));
  },
  OwnershipTransferred(index, { list, to }) {
    change(index, list, "owner", parseAddress(to, "to"));
    change(index, list, "pending_owner", "");
    index.run("DELETE FROM publishers WHERE list = ?", String(listOf(index, list).list));
  },
  PublisherSet(index, { list, publisher, allowed }) {
    const row = [String(listOf(index, list).list), parseAddress(publisher, "publisher")] as const;
    if (allowed) index.run("INSERT OR IGNORE INTO publishers VALUES (?, ?)", ...row);
    else index.run("DELETE FROM publishers WHERE list = ? AND publisher = ?", ...row);
  },
  EpochReviewed(index, { list, reviewer, epoch }) {
    const row = [
      String(listOf(index, list).list),
      parseAddress(reviewer, "reviewer"),
      parseCount(epoch, "epoch"),
    ] as const;
    index.run("INSERT OR REPLACE INTO reviews VALUES (?, ?, ?)", ...row);
  },
  EpochConfirmed(index, { list, epoch }) {
    change(index, list, "current_epoch", parseCount(epoch, "epoch"));
  },
  EpochsDropped(index, { list, epoch, pageCount }) {
    const known = listOf(index, list);
    const first = parseCount(epoch, "epoch");
    const pages = parseCount(pageCount, "pageCount");
    const id = String(known.list);
    if (first <= Number(known.current_epoch) || first > Number(known.epoch_count))
      throw badAnswer("events", `epoch ${first} of list ${list} dropped`);
    index.run("DELETE FROM epochs WHERE list = ? AND epoch >= ?", id, first);
    index.run("DELETE FROM accumulators WHERE list = ? AND epoch >= ?", id, first);
    index.run("UPDATE reviews SET epoch = min(epoch, ?) WHERE list = ?", first - 1, id);
    index.run("UPDATE lists SET page_count = ?, epoch_count = ? WHERE list = ?", pages, first - 1, id);
  },
  PagesAccepted(index, { commitment, list, circuit, word, bits }, block) {
    const key = [String(parseWord(commitment, "commitment")), String(listOf(index, list).list)] as const;
    const place = [...key, parseCount(word, "word"), parseHash(circuit, "circuit")] as const;
    const where = "commitment = ? AND list = ? AND word = ? AND circuit = ?";
    const before = BigInt(index.get(`SELECT bits FROM facts WHERE ${where}`, ...place)?.bits ?? 0);
    const more = parseWord(bits, "bits");
    if (more === 0n || (before & more) !== 0n)
      throw badAnswer("events", `pages ${more.toString(16)} of list ${list} twice`);
    const hex = `0x${(before | more).toString(16)}`;
    if (before === 0n) index.run("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", ...place, hex);
    else index.run(`UPDATE facts SET bits = ? WHERE ${where}`, hex, ...place);
    extendLeading(index, ...key);
    recordReach(index, ...key, block);
  },
  CircuitAdmitted(index, { circuit, verifier, entries }) {
    const row = [
      parseHash(circuit, "circuit"),
      parseAddress(verifier, "verifier"),
      parseCount(entries, "entries"),
    ] as const;
    index.run("INSERT INTO circuits VALUES (?, ?, ?, 'active', '')", ...row);
  },
  CircuitPaused: (index, { circuit, reason }) => void lower(index, circuit, "paused", reason),
  CircuitRevoked(index, { circuit, reason }, block) {
    const id = lower(index, circuit, "revoked", reason);
    recountLeading(index, id);
    recordReachOf(index, id, block);
  },
  ShardRegistered: addShard,
  ReleaseRegistered: addRelease,
  EvidencePublished(index, { release, cid }) {
    const id = parseHash(release, "release");
    if (index.get("SELECT 1 FROM releases WHERE release = ?", id) === undefined)
      throw badAnswer("events", `evidence of release ${id}, which none registered`);
    index.run("INSERT INTO evidence SELECT ?, count(*), ? FROM evidence WHERE release = ?", id, cid, id);
  },
};

/**
 * Events that change nothing in the index: proposals and objections without effect so far, refused items.
 */
const IGNORED = ["CircuitProposed", "CircuitWithdrawn", "EpochObjected", "ItemRefused"];

/** @throws chain `chain/bad-answer` when an event cannot follow the ones before it */
export function applyEvent(index: EventIndex, { event, block }: IndexedEvent): void {
  const apply = Object.hasOwn(EVENTS, event.name) ? EVENTS[event.name]! : undefined;
  if (apply === undefined) {
    if (IGNORED.includes(event.name)) return;
    throw new TypeError(`the index does not know the event ${event.name}`);
  }
  try {
    apply(index, event.args.toObject(), block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SQLITE_ERROR") throw error;
    throw badAnswer("events", `${event.name} in block ${block} twice: ${(error as Error).message}`);
  }
}

function change(index: EventIndex, list: unknown, column: string, value: string | number): void {
  index.run(`UPDATE lists SET ${column} = ? WHERE list = ?`, value, String(listOf(index, list).list));
}

function lower(index: EventIndex, circuit: unknown, status: string, reason: string): string {
  const id = parseHash(circuit, "circuit");
  if (index.get("SELECT 1 FROM circuits WHERE circuit = ?", id) === undefined)
    throw badAnswer("events", `circuit ${id} was never admitted`);
  index.run("UPDATE circuits SET status = ?, reason = ? WHERE circuit = ?", status, reason, id);
  return id;
}
