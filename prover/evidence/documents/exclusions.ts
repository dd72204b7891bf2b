import { type Exclusion, isByPage } from "../../bundle/statement.ts";
import { count } from "../../shared/format.ts";
import { isCounted } from "../../shared/publicManifest.ts";
import type { ReleaseFacts, ShardFacts } from "../facts.ts";

/** The basis of a sentence: a proof in the pack, or only the signer's word. */
type Standing = "proved" | "stated";

export type Sentence = { standing: Standing; text: string };

const proved = (text: string): Sentence => ({ standing: "proved", text });
export const stated = (text: string): Sentence => ({ standing: "stated", text });

/** What an entry of a list recognises, by the list's scheme. */
const RECOGNISES: Record<string, string> = {
  sha256: "files or records with the same bytes",
  sha1: "files or records whose bytes have the same SHA-1",
  md5: "files or records whose bytes have the same MD5",
  text: "texts that are the same once normalised",
  url: "records from the same address, normalised",
  "url-v2": "records from the same address, normalised with its escapes",
  domain: "records from addresses of the same host or of hosts below it",
  repo: "records from repositories of the same name or owner, host by host",
  minhash: "texts that share most of their runs of five words, probably",
};

const named = (shards: readonly { name: string }[]): string => shards.map(({ name }) => name).join(", ");

/** One sentence for each list: what its proofs show of the shards. */
export const exclusionSentences = ({ lists, shards, exclusions }: ReleaseFacts): Sentence[] =>
  lists.map(({ name, pages, epochs, root }) => {
    const own = exclusions.filter(({ blocklist }) => blocklist.root === root);
    return proved(
      `No key in ${shards.length === 1 ? "the dataset" : "any of the datasets"} behind the commitments of ` +
        `${named(shards)} is ` +
        `the key of an entry of the blocklist "${name}": ` +
        `${own.every(isByPage) ? `all pages (${pages})` : "all entries"} as of its epoch ` +
        `${epochs.length}, root document ` +
        `SHA-256 ${root}.`,
    );
  });

/** What has to be believed for the exclusions to be about the model. */
export const trainingSentences = ({ declared, lists, shards, exclusions }: ReleaseFacts): Sentence[] => [
  stated(
    `${declared.vendor} states that ${declared.model} ${declared.version} (${WEIGHTS[declared.weights.kind]} SHA-256 ` +
      `${declared.weights.digest}) was trained on ${named(shards)} and on nothing else` +
      (declared.parents.length > 0
        ? `, starting from the releases ${declared.parents.join(", ")}, whose data this evidence does not cover.`
        : "."),
  ),
  stated(
    `${lists
      .map(({ name, entries }) => {
        const size = entries === null ? "that it is confidential" : count(entries, "entry", "entries");
        return `The list "${name}" states ${size}`;
      })
      .join(". ")}.`,
  ),
  ...setUpSentences(exclusions),
  ...(exclusions.every(isByPage) ? [] : [ACCUMULATED]),
  ...[...new Set(lists.map(({ scheme }) => scheme))].map((scheme) =>
    stated(
      `The datasets are stated to hold a key of the scheme "${scheme}" for every record of theirs. It recognises ` +
        `${RECOGNISES[scheme] ?? "what that scheme recognises"}; altered copies beyond that are not recognised.`,
    ),
  ),
];

const ACCUMULATED = stated(
  "That the accumulators in the lists' root documents are of the lists' entries is stated by the lists' publishers.",
);

/** How much of a list is proved: its pages, or its epochs. */
export const extentOf = (exclusion: Exclusion): string =>
  isByPage(exclusion) ? count(exclusion.pages, "page") : `the list up to epoch ${exclusion.epochs}`;

/** What kind of proof an exclusion has. */
export const reasoningOf = (exclusion: Exclusion): string =>
  isByPage(exclusion)
    ? "Zero-knowledge proofs (Groth16) for every page of the list."
    : "Zero-knowledge proofs that two accumulators are disjoint, for every epoch of the list.";

/** What the proofs rest on. */
const setUpSentences = (exclusions: readonly Exclusion[]): Sentence[] => [
  ...worth(
    "proofs",
    "the set-up of their circuits' keys",
    exclusions.flatMap((each) => (isByPage(each) ? each.circuits : [])),
  ),
  ...worth(
    "disjointness proofs",
    "the ceremony of their powers of tau",
    exclusions.flatMap((each) => (isByPage(each) ? [] : each.powers)),
  ),
];

const worth = (what: string, setUp: string, ids: readonly string[]): Sentence[] =>
  ids.length === 0
    ? []
    : [
        stated(
          `The ${what} are worth as much as ${setUp}, which a verifier has to know: ` +
            `${[...new Set(ids)].sort().join(", ")}.`,
        ),
      ];

const WEIGHTS = { sha256: "weights", "model-signing": "manifest of the OpenSSF model signature" } as const;

/** Where it can be looked up. */
export function chainSentences({ chain, exclusions }: ReleaseFacts): Sentence[] {
  if (chain === null) return [];
  const { blocks, stated: said = [], ledger, chainId } = chain;
  const all = [...blocks, ...said].sort((a, b) => a.number - b.number);
  const text =
    `The blocks ${all.map(({ number, hash }) => `${number} (${hash})`).join(", ")} hold events by which the contract ` +
    `${ledger} accepted ${exclusions.every(isByPage) ? "every page" : "every list"} for every dataset, the last at ` +
    `${timeOf(all.at(-1)?.time)}.`;
  const which = said.map(({ number }) => number).join(", ");
  return [
    ...(said.length === 0
      ? [proved(text)]
      : [stated(`${text} Blocks are stated only: nothing in this evidence shows what the blocks ${which} hold.`)]),
    stated(`These blocks are stated to be of chain ${chainId}, and the contract to be a Disjoint ledger.`),
  ];
}

const timeOf = (seconds = 0): string => new Date(seconds * 1000).toISOString();

/** A dataset in numbers, as its vendor counts, if they are told. */
export function shardSentence(shard: ShardFacts): Sentence {
  if (!isCounted(shard)) return stated(`${shard.name}: how many records, files and bytes it has is not told.`);
  const { name, rows, skipped, sources, bases } = shard;
  return stated(
    `${name}: ${count(rows, "record")} in ${count(sources.count, "file")} of ${count(sources.bytes, "byte")}; ` +
      `${count(skipped.files, "file")} and ${count(skipped.rows, "record")} were left out` +
      (bases.length > 0 ? "; what earlier datasets of the release hold is not counted again in its keys." : "."),
  );
}
