import {
  type ExpectedTransaction,
  gasOfDisjointness,
  gasOfNaming,
  gasOfPublishing,
  gasOfRegistering,
  gasOfSubmitting,
  type PageToSubmit,
  readGas,
} from "../../chain/cost/gas.ts";
import { readEvidenceUri } from "../../chain/releases/evidence.ts";
import { readUnregistered } from "../../chain/releases/release.ts";
import type { DisjointnessPair } from "../steps/disjointness.ts";
import { isPagePair, type PagePair, type ReleasePair } from "../steps/prove.ts";
import type { TagRecord } from "../steps/record.ts";
import type { SetUp } from "./setUp.ts";

/** The committed shards, and what is left to do for them. */
export type PlannedWork = SetUp & { record: TagRecord; pairs: readonly ReleasePair[] };

/** The transactions that a run will at least send, as far as they are known before the data is read. */
export async function leastExpected({ config, tag, isFirst, lists, tagged }: SetUp): Promise<ExpectedTransaction[]> {
  const gas = await readGas();
  const read = await lists();
  const publications = read.flatMap(({ unpublished }) => (unpublished ? gasOfPublishing(gas, unpublished) : []));
  if ((await tagged()) !== undefined) return publications;
  const { model, shards } = config;
  const release = { model: model.name, version: tag, terms: model.terms, parents: model.parents };
  const byPage = shards.filter(({ commitment }) => commitment === "merkle");
  const byList = shards.filter(({ commitment }) => commitment === "accumulator");
  const whole = byList.flatMap(({ name }) => read.map(({ id }) => ({ list: id, shard: name })));
  const pages = byPage.flatMap(({ name }) =>
    read.flatMap(({ id, list, counting }) =>
      counting.pages.map((_, page) => ({
        circuit: String(list.pageSize),
        claim: `${name}/${id}`,
        isFirst: page % 256 === 0,
      })),
    ),
  );
  const terms = shards.map(({ schemes }) => ({ schemes: schemes.length }));
  return [
    ...publications,
    ...(isFirst ? [...gasOfSubmitting(gas, pages), ...gasOfDisjointness(gas, whole)] : []),
    ...gasOfRegistering(gas, isFirst ? terms : [], { ...release, shards: shards.length }),
    ...gasOfNaming(gas, true),
  ];
}

/** The transactions that a run will send, in order: lists, proofs, shards and the release, its evidence. */
export async function expectedOfPlan(work: PlannedWork): Promise<ExpectedTransaction[]> {
  const { chain, vendor, record, pairs, lists, deployment, tagged } = work;
  const gas = await readGas();
  const read = await lists();
  const contracts = await deployment();
  const registered = await tagged();
  const publications = read.flatMap(({ unpublished }) => (unpublished ? gasOfPublishing(gas, unpublished) : []));
  const paged = pairs.filter(isPagePair);
  const pages = paged.flatMap(toSubmit);
  const whole = pairs.flatMap((pair) => (isPagePair(pair) ? [] : claimsOf(pair)));
  const { shards, ...release } = record.release;
  const open = vendor === undefined ? shards : await readUnregistered(chain, contracts, vendor, shards);
  const terms = open.map(({ schemes }) => ({ schemes: schemes.length }));
  const named = registered === undefined ? "" : await readEvidenceUri(chain, contracts, registered);
  const isNamed = named !== "" && publications.length === 0 && pages.length === 0 && whole.length === 0;
  return [
    ...publications,
    ...gasOfSubmitting(gas, pages),
    ...gasOfDisjointness(gas, whole),
    ...gasOfRegistering(gas, terms, registered === undefined ? { ...release, shards: shards.length } : undefined),
    ...(isNamed ? [] : gasOfNaming(gas, named === "")),
  ];
}

/** The disjointness proofs of a pair to submit. Those that are there already have another P than those to be made. */
const claimsOf = ({ shard, list, submit, prove }: DisjointnessPair) =>
  submit.map((span) => ({
    list: `${list.id}/${span.from}/${span.to}`,
    shard: prove.includes(span) ? String(shard.commitment) : `${shard.commitment}/${list.id}`,
  }));

/** The pages of a pair to submit. For an existing proof, the usual circuit is assumed. */
function toSubmit({ shard, list, prove, submit, accepted }: PagePair): PageToSubmit[] {
  const circuits = new Map(prove.map(({ index, circuit }) => [index, circuit.name]));
  const words = new Set([...accepted].map((page) => page >> 8));
  return submit.map((page) => {
    const isFirst = !words.has(page >> 8);
    words.add(page >> 8);
    const circuit = circuits.get(page) ?? String(list.list.pageSize);
    return { circuit, claim: `${shard.commitment}/${list.id}`, isFirst };
  });
}
