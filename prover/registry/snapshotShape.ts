import type { DocumentReader } from "../shared/document.ts";
import { object, optional } from "../shared/shape/object.ts";
import { checked, described, either, integer, list, literal, oneOf, type Shape, text } from "../shared/shape/shape.ts";
import { REGISTRY_SNAPSHOT_FORMAT, type RegistrySnapshot, type SnapshotReach } from "./snapshot.ts";

const ID = text(/^0x[0-9a-f]{64}$/, "0x and 64 hexadecimal digits");
const ADDRESS = text(/^0x[0-9a-fA-F]{40}$/, "an address");
const COMMITMENT = text(/^(0|[1-9][0-9]{0,77})$/, "a decimal number");
const WEIGHTS = text(/^[0-9a-f]{64}$/, "a SHA-256 in lower-case hexadecimal");
const TEXT = text(/^/, "text");
const NUMBER = integer(0, Number.MAX_SAFE_INTEGER);
const TIME = described(NUMBER, "Seconds since 1970.");

const CIRCUIT = object({
  circuit: ID,
  entries: described(integer(0, 256), "Entries of a page; 0 for powers of tau."),
  status: oneOf(["active", "paused", "revoked"]),
  setup: described(oneOf(["ceremony", "development", "unknown"]), "What the deployment file says of the key."),
  reason: described(TEXT, "Why it was paused or revoked, in the guardian's words."),
});

const EPOCH = object({
  time: TIME,
  pageCount: described(NUMBER, "Pages of this and all earlier epochs."),
  contentHash: described(ID, "SHA-256 of the root document."),
  uri: TEXT,
  accumulators: list(oneOf(["whole", "added"])),
});

const LIST = checked(
  object({
    list: ID,
    name: described(TEXT, "In the words of its creator: others may have an equal name."),
    scheme: TEXT,
    owner: ADDRESS,
    pendingOwner: either([ADDRESS, literal(null)], (value) => (value === null ? literal(null) : ADDRESS)),
    publishers: list(ADDRESS),
    reviewers: list(ADDRESS),
    threshold: NUMBER,
    currentEpoch: described(NUMBER, "The last confirmed epoch, counted from 1; 0 if there is none."),
    epochs: list(EPOCH),
  }),
  (reader, { epochs, currentEpoch }, path) => {
    if (epochs.some(({ pageCount }, i) => pageCount <= (epochs[i - 1]?.pageCount ?? 0)))
      reader.refuse(`${path}.epochs`, "do not grow");
    if (currentEpoch > epochs.length) reader.refuse(`${path}.currentEpoch`, "is not among the epochs");
  },
);

/** How far proofs reach, list by list. */
export const REACHED = list(
  object({
    list: described(NUMBER, "Position in `lists`."),
    pages: described(NUMBER, "Leading pages that are excluded."),
    lagging: optional(object({ release: described(NUMBER, "Position in `releases`."), shard: COMMITMENT })),
  }),
);

const SHARD = object({
  commitment: COMMITMENT,
  registrations: described(
    list(object({ vendor: ADDRESS, time: TIME, schemes: list(TEXT), uri: TEXT })),
    "The first one first.",
  ),
  reached: REACHED,
});

const RELEASE = object({
  release: ID,
  vendor: ADDRESS,
  model: TEXT,
  version: TEXT,
  weights: WEIGHTS,
  terms: TEXT,
  block: NUMBER,
  time: TIME,
  shards: list(COMMITMENT),
  parents: described(list(NUMBER), "Positions in `releases`."),
  evidence: described(list(TEXT), "Content identifiers, the newest last."),
  reached: REACHED,
});

/** The shape of a snapshot: positions are of lists and releases that it has. */
export const SNAPSHOT: Shape<RegistrySnapshot> = checked(
  object({
    format: literal(REGISTRY_SNAPSHOT_FORMAT),
    chainId: integer(1, Number.MAX_SAFE_INTEGER),
    contracts: object({ blocklists: ADDRESS, ledger: ADDRESS, releases: ADDRESS, block: NUMBER }),
    at: object({ number: NUMBER, hash: ID, time: TIME }),
    events: NUMBER,
    circuits: list(CIRCUIT),
    lists: list(LIST),
    shards: list(SHARD),
    releases: list(RELEASE),
  }),
  checkPositions,
);

function checkPositions(reader: DocumentReader, { lists, shards, releases }: RegistrySnapshot): void {
  const isReached = ({ list, lagging }: SnapshotReach) =>
    list < lists.length && (lagging === undefined || lagging.release < releases.length);
  for (const [i, { reached }] of shards.entries())
    if (!reached.every(isReached)) reader.refuse(`$.shards[${i}].reached`, "has positions of nothing");
  for (const [i, { reached, parents }] of releases.entries()) {
    if (!reached.every(isReached)) reader.refuse(`$.releases[${i}].reached`, "has positions of nothing");
    if (parents.some((place) => place >= i)) reader.refuse(`$.releases[${i}].parents`, "are not earlier releases");
  }
}
