import type { BlockFacts, ChainFacts, ListFacts, ReleaseFacts } from "../../evidence/facts.ts";
import { toIsoTime } from "../../registry/describe.ts";
import type { BuiltInCircuit } from "../../setup/pinned.ts";
import { count } from "../../shared/format.ts";
import type { Json } from "../../shared/json.ts";
import { quoted, quotedNames } from "../../shared/names.ts";
import { accumulatorRows, type KnownPowers, provedRows } from "./powers.ts";
import type { Row } from "./verified.ts";

/**
 * What a verifier brought: the circuits whose set-up is known, and names of lists that are known by more than a root.
 */
export type Brought = {
  /** The pack's own bundles. */
  bundles: readonly (Json | undefined)[];
  circuits: readonly BuiltInCircuit[];
  powers: readonly KnownPowers[];
  /** Names of lists whose accumulators were computed again. */
  recomputed: ReadonlySet<string>;
  wholeLists: ReadonlySet<string>;
  contracts: boolean;
  blocks: boolean;
  events: boolean;
  /** Names of lists whose ids on the chain are known. */
  listIds: ReadonlySet<string>;
  /** A node was asked. */
  node: boolean;
  /** The block with which the ledger had accepted everything. */
  acceptedAt: BlockFacts | undefined;
};

export function claimOf({ shards, lists }: ReleaseFacts): string {
  const names = (some: readonly { name: string }[]) => quotedNames(some.map(({ name }) => name));
  return `no entry of ${names(lists)} is in ${names(shards)}`;
}

/** What a sound pack is about: who, what, which lists up to which epoch, signer, chain, and what to keep in mind. */
export function packRows(facts: ReleaseFacts, signedBy: readonly string[], brought: Brought): Row[] {
  const { vendor, model, version, weights, time } = facts.declared;
  return [
    ["release", `${quoted(model)} ${quoted(version)} by ${quoted(vendor)}, weights ${weights.digest}`],
    ...facts.lists.map((list) => listRow(list, brought)),
    ...accumulatorRows(brought.bundles, brought.recomputed),
    ["signed by", `${quotedNames(signedBy)}, ${time}`],
    [
      "chain",
      facts.chain === null ? "none: nothing in it says what a ledger has accepted" : chainText(facts.chain, brought),
    ],
    ...provedRows(brought.bundles, brought.circuits, brought.powers),
    ...chainCaveats(facts, brought),
  ];
}

const listRow = ({ name, epochs, pages }: ListFacts, { wholeLists }: Brought): Row => [
  "list",
  [
    `${quoted(name)} up to epoch ${epochs.length}, ${count(pages, "page")}`,
    ...(wholeLists.has(name)
      ? []
      : ["known by its root alone: whether the list has grown since was not checked (--list)"]),
  ].join("; "),
];

const UNBOUND = "the node was asked for the contracts that the pack names; that they are the right ones is stated only";
const STATED = "blocks are stated only: no receipt shows what they hold";

function chainText({ chainId, release }: ChainFacts, { acceptedAt }: Brought): string {
  const when = acceptedAt && `, all accepted with block ${acceptedAt.number} of ${timeOf(acceptedAt)}`;
  return `${chainId}, ${release === null ? "no release registered" : `release ${release}`}${when ?? ""}`;
}

const timeOf = ({ time }: BlockFacts): string => toIsoTime(time);

const chainCaveats = ({ chain, lists }: ReleaseFacts, { contracts, blocks, events, listIds, node }: Brought): Row[] =>
  chain === null
    ? []
    : [
        ...((chain.stated ?? []).length === 0
          ? []
          : [["caveat", `${STATED}${events ? "" : "; a node can be asked (--rpc)"}`] as const]),
        ...(blocks ? [] : [["caveat", "that the blocks are of that chain is stated only (--block, --rpc)"] as const]),
        ...(contracts
          ? []
          : [
              [
                "caveat",
                `${node ? UNBOUND : "that the contracts are the right ones is stated only"} (--deployment)`,
              ] as const,
            ]),
        ...lists.flatMap(({ name, chain: reference }): Row[] =>
          reference === null || listIds.has(name)
            ? []
            : [
                [
                  "caveat",
                  `that ${quoted(name)} is list ${reference.list} of the chain is stated, not checked (--list-id)`,
                ],
              ],
        ),
      ];
