/** Attacks on listing: a key that is no entry of the page is passed off as one. */
import { splitKey } from "../../../prover/blocklist/elements.ts";
import { mod } from "../../../prover/shared/field.ts";
import { chain, TAG } from "../../../prover/shared/poseidon.ts";
import { keyFromNumber, keyNumber, poseidon, workKey } from "../../support/scene.ts";
import type { Attack, Signals } from "./attack.ts";

export const ENTRIES = 4;

const SALT = 77n;

type Parts = { route: bigint; rest: bigint };

const PAGE: Parts[] = Array.from({ length: ENTRIES }, (_, i) => splitKey(workKey(`listed ${i}`)));

/** The claim that an entry of these is the key: the third, if no other is named. */
export async function claim(key: bigint, entries: readonly Parts[] = PAGE, entry = 2): Promise<Signals> {
  const { route, rest } = splitKey(keyFromNumber(key));
  const elements = [SALT, ...entries.flatMap((entry) => [entry.route, entry.rest])];
  const given: Signals = new Map([
    ["pageDigest", await chain(poseidon, TAG.page, elements)],
    ...([
      ["key", key],
      ["pageSalt", SALT],
      ["parts.route", route],
      ["parts.rest", rest],
    ] as const),
  ]);
  entries.forEach(({ route, rest }, e) => {
    given
      .set(`routes[${e}]`, route)
      .set(`rests[${e}]`, rest)
      .set(`weights[${e}]`, e === entry ? 1n : 0n);
  });
  return given;
}

const listed = keyNumber(workKey("listed 2"));
const other = keyNumber(workKey("another work"));

/**
 * The publisher has made a page with an entry that is the key as a number, under a route that is not the key's: the
 * exclusion circuit looks for it in another bucket.
 */
async function misrouted(): Promise<Signals> {
  const route = (other >> 200n) ^ 1n;
  const entry = { route, rest: mod(other - (route << 200n)) };
  return (await claim(other, PAGE.with(2, entry))).set("parts.route", entry.route).set("parts.rest", entry.rest);
}

/** An entry whose route has 49 bits, and the number of 249 bits that would be its key: no scheme has such a key. */
async function beyondKeys(): Promise<Signals> {
  const entry = { route: 1n << 48n, rest: PAGE[2]!.rest };
  const given = await claim(listed, PAGE.with(2, entry));
  return given.set("key", (entry.route << 200n) + entry.rest).set("parts.route", entry.route);
}

export const listingAttacks: Attack[] = [
  {
    name: "entries that are not the page's",
    rule: "page-digest",
    forge: async () => {
      const pageDigest = (await claim(listed)).get("pageDigest")!;
      return (await claim(other, PAGE.with(2, splitKey(keyFromNumber(other))))).set("pageDigest", pageDigest);
    },
  },
  {
    name: "no entry at all",
    rule: "listed",
    forge: async () => (await claim(other)).set("weights[2]", 0n),
  },
  {
    name: "a key that has no more than its rest from an entry",
    rule: "listed-route",
    forge: () => claim(listed ^ (1n << 200n)),
  },
  { name: "a key that has no more than its route from an entry", rule: "listed-rest", forge: () => claim(listed ^ 1n) },
  {
    name: "the parts of another key",
    rule: "key-parts",
    forge: async () => {
      const { route, rest } = splitKey(keyFromNumber(listed));
      return (await claim(other)).set("parts.route", route).set("parts.rest", rest);
    },
  },
  { name: "an entry whose rest is out of range", rule: "range", forge: misrouted },
  { name: "an entry whose route is out of range", rule: "range", forge: beyondKeys },
  {
    name: "an entry whose rest is out of range, of bits that are no bits",
    rule: "bits-boolean",
    forge: async () => {
      const forged = await misrouted();
      for (let i = 0; i < 199; i++) forged.set(`parts.range.bits[${i}]`, 0n);
      return forged.set("parts.range.bits[199]", forged.get("parts.rest")!);
    },
  },
];
