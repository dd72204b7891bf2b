import { artifactError } from "../../shared/errors.ts";
import { count } from "../../shared/format.ts";
import { plannable, type TrustedCircuits } from "../steps/proofs.ts";
import { isPagePair } from "../steps/prove.ts";
import type { Check } from "./checklist.ts";
import type { Planned } from "./planned.ts";
import type { SetUp } from "./setUp.ts";

const NO_PAGES = "no shard is committed to by a Merkle tree";

/** How many pages of one size have to be proved. */
type Pages = { list: string; size: number; count: number };

/** The ledger accepts proofs of an installed circuit; on a first run, for every page size. */
export const circuitsCheck: Check<SetUp> = {
  name: "circuits",
  async test({ lists, circuits, kinds, isFirst }) {
    if (!(await kinds()).has("merkle")) return NO_PAGES;
    const trusted = await circuits();
    if (!isFirst) return described(trusted);
    const isProvable = (size: number) => trusted.open.some(({ pageSize }) => pageSize === size);
    const pages = (await lists()).map(({ list, counting }) => ({
      list: list.name,
      size: list.pageSize,
      count: counting.pages.length,
    }));
    requireNone(
      pages.filter(({ size, count }) => count > 0 && !isProvable(size)),
      trusted,
    );
    return described(trusted);
  },
};

/** Every page to prove has a circuit whose artifacts are complete and whose proofs the ledger accepts. */
export const artifactsCheck: Check<Planned> = {
  name: "circuits",
  async test({ circuits, kinds, pairs, artifacts }) {
    if (!(await kinds()).has("merkle")) return NO_PAGES;
    const trusted = await circuits();
    const taken = new Set(plannable(trusted.open).map(({ name }) => name));
    const paged = pairs.filter(isPagePair);
    const tasks = paged.flatMap(({ list, prove }) => prove.map(({ circuit }) => ({ list, circuit })));
    const missing = tasks.filter(({ circuit }) => !taken.has(circuit.name));
    const byList = Map.groupBy(missing, ({ list }) => list);
    requireNone(
      [...byList].map(([{ list }, all]) => ({ list: list.name, size: list.pageSize, count: all.length })),
      trusted,
    );
    const used = [...new Set(tasks.map(({ circuit }) => circuit.name))];
    for (const circuit of used) await artifacts(circuit);
    return described(trusted);
  },
};

const described = ({ open }: TrustedCircuits): string =>
  open.length === 0
    ? "nothing is to be proved: the ledger takes proofs of no circuit that is installed here"
    : `the ledger takes proofs of ${open.map(({ name }) => name).join(", ")}`;

/** @throws artifact `release/other-circuit` */
function requireNone(missing: readonly Pages[], { sizes }: TrustedCircuits): void {
  if (missing.length === 0) return;
  const pages = missing.map(({ list, size, count: n }) => `${list} has ${count(n, "page")} of ${size} entries`);
  const isTaken = missing.every(({ size }) => sizes.has(size));
  const taken = [...sizes].sort((a, b) => a - b).join(" and ");
  throw artifactError(
    "release/other-circuit",
    isTaken
      ? `${pages.join(", ")}, and no circuit is installed here that the ledger takes proofs of for such pages`
      : `${pages.join(", ")}, and the ledger takes proofs for pages of ${taken === "" ? "no size" : `${taken} only`}`,
    isTaken
      ? "Install the artifacts that the ledger was deployed with as $.artifacts."
      : "Build the list again with pages of a size that the ledger takes. " +
          "Or have the ledger's owner propose a circuit for this size.",
  );
}
