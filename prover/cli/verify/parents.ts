import type { Check } from "../../shared/verdict.ts";
import type { Row } from "./verified.ts";

/**
 * A release that another one was made from. `covered`: a contract was asked, and says that its shards exclude the
 * lists, too.
 */
type Parent = { release: string; covered: boolean };

/** What the vendor says a model was made from; the data of parents is never in a pack. */
export const fromWhat = (parents: readonly string[]): string =>
  parents.length === 0
    ? "from these shards and nothing else"
    : `from these shards and from the releases ${parents.join(", ")}, whose data this evidence does not cover`;

/** Which parents the contracts that were asked cover: by the release's own status, or one by one. */
export const parentsOf = (parents: readonly string[], checks: readonly Check[]): Parent[] =>
  parents.map((release, i) => {
    const asked = checks.filter(({ name }) => name.startsWith("node-release-") || name.startsWith(`node-parent-${i}-`));
    return { release, covered: asked.length > 0 && asked.every(({ ok }) => ok) };
  });

/** Every parent by name, covered or not. `isBound`: the contracts are known to be the right ones. */
export const parentRows = (parents: readonly Parent[], isBound: boolean): Row[] =>
  parents.map(({ release, covered }) => [
    covered ? "covered" : "not covered",
    covered
      ? `parent ${release}: ${isBound ? "the contract says" : "a contract that only the pack names says"} ` +
        `that it excludes these lists`
      : `parent ${release}: nothing here is about its data`,
  ]);
