import { BLOCKLIST } from "../../prover/bundle/compared.ts";
import {
  type Exclusion,
  type ExclusionStatement,
  PREDICATE_TYPE,
  PREDICATE_TYPE_V2,
  STATEMENT_TYPE,
} from "../../prover/bundle/statement.ts";
import {
  type BlockFacts,
  type ChainFacts,
  DECLARATION,
  FACTS_FORMATS,
  type ListFacts,
  type ReleaseFacts,
  type ShardFacts,
} from "../../prover/evidence/facts.ts";
import { COVERAGE, UNCOUNTED_COVERAGE } from "../../prover/shared/coverage.ts";
import { FIRST_DESCRIPTION, INCLUDE, NAMED } from "../../prover/shared/manifest.ts";
import {
  ADDRESS,
  CIRCUIT_ID,
  COUNT,
  idOf,
  NAME,
  PAGE_SIZE,
  POWERS_ID,
  SCHEME,
  SHA256,
} from "../../prover/shared/shape/fields.ts";
import { object, optional } from "../../prover/shared/shape/object.ts";
import { either, integer, list, literal, nullable, type Shape, text } from "../../prover/shared/shape/shape.ts";

// Documents that a verifier makes again from others, and compares as a whole: their shapes are for other readers.

const POSITIVE = integer(1, Number.MAX_SAFE_INTEGER);
const DIGEST = object({ sha256: SHA256 });
const ID = idOf("an id");

/** A schema of several alternatives; nothing is read by it. */
const anyOf = <T>(...shapes: Shape<T>[]): Shape<T> => either<Shape<T>>(shapes, () => shapes[0]!);

const EXCLUDED = {
  bundle: object({ digest: DIGEST }),
  commitment: SHA256,
  scheme: SCHEME,
  blocklist: BLOCKLIST,
};

const BY_PAGE: Shape<Exclusion> = object({ ...EXCLUDED, pages: POSITIVE, circuits: list(CIRCUIT_ID, 1) });

/** An exclusion, by pages or by accumulators. */
const BY_EITHER: Shape<Exclusion> = anyOf<Exclusion>(
  BY_PAGE,
  object({ ...EXCLUDED, epochs: POSITIVE, powers: POWERS_ID }),
);

const BLOCK: Shape<BlockFacts> = object({ number: COUNT, hash: ID, time: COUNT });

const ON_CHAIN = {
  chainId: POSITIVE,
  blocklists: ADDRESS,
  ledger: ADDRESS,
  releases: ADDRESS,
  release: nullable(ID),
  blocks: list(BLOCK),
};
const PROVED: Shape<ChainFacts> = object(ON_CHAIN);
const STATED: Shape<ChainFacts> = object({ ...ON_CHAIN, stated: list(BLOCK, 1) });
const PERHAPS_STATED: Shape<ChainFacts> = object({ ...ON_CHAIN, stated: optional(list(BLOCK, 1)) });

const FIRST_SHARD: Shape<ShardFacts> = object({ name: NAME, ...FIRST_DESCRIPTION });
const COUNTED: Shape<ShardFacts> = object({ name: NAME, ...FIRST_DESCRIPTION, coverage: optional(COVERAGE) });
const PERHAPS_COUNTED: Shape<ShardFacts> = anyOf<ShardFacts>(
  object({
    name: NAME,
    ...NAMED,
    sources: object({ include: INCLUDE }),
    coverage: nullable(UNCOUNTED_COVERAGE),
  }),
  COUNTED,
);

const LIST: Shape<ListFacts> = object({
  name: NAME,
  root: SHA256,
  scheme: SCHEME,
  pageSize: PAGE_SIZE,
  pages: POSITIVE,
  entries: nullable(POSITIVE),
  epochs: list(POSITIVE, 1),
  chain: nullable(object({ list: ID, epoch: POSITIVE })),
});

const factsOf = (
  version: number,
  shard: Shape<ShardFacts>,
  chain: Shape<ChainFacts | null>,
  exclusion = BY_PAGE,
  steps = {},
): Shape<ReleaseFacts> =>
  object({
    format: literal(FACTS_FORMATS[version - 1]!),
    declared: DECLARATION,
    shards: list(shard),
    lists: list(LIST),
    exclusions: list(exclusion, 1),
    chain,
    ...steps,
  });

/** Everything that a pack says about a release, by version, from the first. */
export const FACTS: readonly Shape<ReleaseFacts>[] = [
  factsOf(1, FIRST_SHARD, nullable(PROVED)),
  factsOf(2, COUNTED, nullable(PROVED)),
  factsOf(3, COUNTED, STATED),
  factsOf(4, PERHAPS_COUNTED, nullable(PERHAPS_STATED)),
  factsOf(5, PERHAPS_COUNTED, nullable(PERHAPS_STATED), BY_EITHER),
  factsOf(6, PERHAPS_COUNTED, nullable(PERHAPS_STATED), BY_EITHER, {
    steps: object({ root: SHA256, count: POSITIVE }),
  }),
];

/** The name of what a statement is about. */
const SUBJECT = text(/^[\s\S]{1,256}$/u, "a name");

const statementOf = (
  predicateType: ExclusionStatement["predicateType"],
  exclusion: Shape<Exclusion>,
): Shape<Omit<ExclusionStatement, "subject">> =>
  object({
    _type: literal(STATEMENT_TYPE),
    subject: list(
      object({
        name: SUBJECT,
        digest: object({ sha256: optional(SHA256), disjointCommitmentV1: optional(SHA256) }),
      }),
      1,
    ),
    predicateType: literal(predicateType),
    predicate: object({
      exclusions: list(exclusion, 1),
      stated: list(object({ name: SUBJECT, digest: DIGEST })),
    }),
  });

/** In-toto statements about bundles, by version, from the first. */
export const STATEMENTS = [statementOf(PREDICATE_TYPE, BY_PAGE), statementOf(PREDICATE_TYPE_V2, BY_EITHER)];

/** What these documents have in several places, by the name that schemas give it. */
export const FACTS_NAMES: readonly (readonly [Shape<unknown>, string])[] = [
  [BY_PAGE, "exclusion"],
  [LIST, "list"],
  [BLOCK, "block"],
  [COUNTED, "shard"],
  [COVERAGE, "coverage"],
];
