import { badAnswer } from "../rpc.ts";
import { text } from "./abi.ts";
import { addRelease, shardIn } from "./draft.ts";
import { event, type RegistryEventType } from "./event.ts";
import { ABI_RELEASE, ABI_SHARD } from "./structs.ts";
import { toCheckedAddress, toHash, toScheme } from "./values.ts";

const RELEASE = "(string,string,bytes32,uint256[],bytes32[],string)";

/** The events of `Releases`. */
export const RELEASE_EVENTS: readonly RegistryEventType[] = [
  event(
    "ShardRegistered(address,uint256,(bytes32[],string))",
    { shard: ABI_SHARD },
    (draft, [account, commitment], { shard }, { time }) => {
      const vendor = toCheckedAddress(account!, "vendor");
      const { registrations } = shardIn(draft, String(commitment));
      if (registrations.some((each) => each.vendor === vendor))
        throw badAnswer("events", `shard ${commitment} registered twice by ${vendor}`);
      registrations.push({ vendor, time, schemes: [...new Set(shard.schemes.map(toScheme))], uri: shard.uri });
    },
    true,
  ),
  event(
    `ReleaseRegistered(bytes32,address,bytes32,${RELEASE})`,
    { content: ABI_RELEASE },
    (draft, [id, vendor], { content }, { number, time }) => {
      const release = toHash(id!);
      const parents = content.parents.map((parent) => draft.places.releases.get(toHash(parent)) ?? -1);
      if (parents.includes(-1)) throw badAnswer("events", `release ${release} with a parent that none registered`);
      addRelease(draft, {
        release,
        vendor: toCheckedAddress(vendor!, "vendor"),
        model: content.model,
        version: content.version,
        weights: toHash(content.weights).slice(2),
        terms: content.terms,
        block: number,
        time,
        shards: content.shards.map(String),
        parents,
        evidence: [],
      });
    },
    true,
  ),
  event("EvidencePublished(bytes32,string)", { cid: text }, (draft, [id], { cid }) => {
    const release = toHash(id!);
    const known = draft.releases.get(release);
    if (known === undefined) throw badAnswer("events", `evidence of release ${release}, which none registered`);
    known.evidence.push(cid);
  }),
];
