import { openEngine } from "../../accumulator/engine.ts";
import type { Powers } from "../../accumulator/powers.ts";
import { expectAccumulators } from "../../blocklist/expectAccumulators.ts";
import type { Blocklist } from "../../blocklist/list.ts";
import type { PinnedPowers } from "../../bundle/pinned.ts";
import { INSTALLED_POWERS, openPowers } from "../../setup/powers/open.ts";
import { DisjointError, usageError } from "../../shared/errors.ts";
import type { Json } from "../../shared/json.ts";
import { quoted } from "../../shared/names.ts";
import type { Values } from "../commands/definition.ts";
import { many, optional } from "../values.ts";
import { fieldOf } from "./kind.ts";
import { type KnownList, keyRows } from "./policy.ts";
import type { Row } from "./verified.ts";

/** Powers of tau that are trusted. `powers`: where they are, if this machine has them. */
export type KnownPowers = PinnedPowers & { powers?: Powers };

/** The options that name trusted powers of tau. */
export const POWERS_OPTIONS = ["powers", "powers-id"] as const;

/**
 * The powers of tau that are trusted for documents of which one names some: those with the ids of --powers-id, and
 * those in the folder of --powers or, without both, the installed ones.
 */
export async function powersIn(values: Values, documents: readonly (Json | undefined)[]): Promise<KnownPowers[]> {
  const named = many(values, "powers-id").map((id) => id.toLowerCase());
  const bad = named.find((id) => !/^0x[0-9a-f]{64}$/.test(id));
  if (bad !== undefined)
    throw usageError("cli/bad-option", `--powers-id ${bad} must be an id`, "Give 0x and 64 hexadecimal digits.");
  if (!documents.some(namesPowers)) return [];
  const folder = optional(values, "powers");
  const opened = folder !== undefined ? await openPowers(folder) : named.length > 0 ? undefined : await installed();
  return [
    ...named.filter((id) => id !== opened?.id).map((id): KnownPowers => ({ kind: "powers", id })),
    ...(opened === undefined ? [] : [{ kind: "powers" as const, id: opened.id, powers: opened }]),
  ];
}

/** Whether a document is about accumulators: it names the powers of tau that they are made with. */
export const namesPowers = (document: Json | undefined): boolean =>
  typeof document === "object" && document !== null && Object.hasOwn(document, "powers");

async function installed(): Promise<Powers | undefined> {
  try {
    return await openPowers(INSTALLED_POWERS);
  } catch (error) {
    if (error instanceof DisjointError && error.code === "setup/no-powers") return undefined;
    throw error;
  }
}

/** What everybody has to know of a verdict with these powers. */
export function powersRows(known: readonly KnownPowers[]): Row[] {
  if (known.some(({ powers }) => powers?.kind === "development"))
    return [["caveat", "powers of tau for development: who made them can forge all of this"]];
  return known.some(({ powers }) => powers === undefined)
    ? [["caveat", "powers of tau are trusted as named: how they were made was not checked (--powers)"]]
    : [];
}

/** What everybody has to know of how circuits' keys and powers of tau were made, as far as these bundles name them. */
export const provedRows = (
  bundles: readonly (Json | undefined)[],
  circuits: Parameters<typeof keyRows>[0],
  powers: readonly KnownPowers[],
): Row[] => [
  ...(bundles.every(namesPowers) ? [] : keyRows(circuits)),
  ...(bundles.some(namesPowers) ? powersRows(powers) : []),
];

export const powersLine = ({ id, powers }: KnownPowers): string =>
  `policy: powers of tau ${id}, ${powers === undefined ? "named by --powers-id" : KINDS[powers.kind]}`;

const KINDS = {
  development: "for development: who made them can forge",
  ceremony: "of a ceremony, as is said by their lock alone",
} as const;

/** The lists, by name, whose accumulators were computed again from their entries. */
export async function recomputedLists(
  lists: readonly KnownList[],
  known: readonly KnownPowers[],
): Promise<ReadonlySet<string>> {
  const names = new Set(lists.map(({ name }) => name));
  for (const { name, local } of lists) if (!(await recompute(local, known))) names.delete(name);
  return names;
}

/** For each list that disjointness proofs are about: whether its accumulators were computed again. */
export function accumulatorRows(bundles: readonly (Json | undefined)[], recomputed: ReadonlySet<string>): Row[] {
  const names = bundles.filter(namesPowers).flatMap((bundle) => {
    const name = fieldOf(fieldOf(bundle, "blocklist") as Json | undefined, "name");
    return typeof name === "string" ? [name] : [];
  });
  return [...new Set(names)].map((name) =>
    recomputed.has(name)
      ? ["accumulators", `those of ${quoted(name)} were computed again from its entries`]
      : [
          "caveat",
          `that the accumulators of ${quoted(name)} are of its entries is stated by its publisher, and was not ` +
            `recomputed (--list DIR, --powers DIR)`,
        ],
  );
}

/**
 * Computes the accumulators of a list again from its entries, if the list and its powers are on this machine.
 *
 * @returns whether that was done
 * @throws data `blocklist/other-accumulator`
 */
async function recompute(list: Blocklist | undefined, known: readonly KnownPowers[]): Promise<boolean> {
  const own = known.find(({ id }) => id === list?.accumulators?.powers)?.powers;
  if (list === undefined || own === undefined) return false;
  await expectAccumulators(list, openEngine(own));
  return true;
}
