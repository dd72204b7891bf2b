import { describe, expect, it } from "vitest";
import { withKeys } from "../../prover/blocklist/columns.ts";
import { type Blocklist, rootDocument } from "../../prover/blocklist/list.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { publishedPages } from "../../web/work/published.ts";
import { knownBundle } from "../support/disjointness.ts";
import { workKey } from "../support/scene.ts";

// Which proofs exclude the entries of a page, for every way in which a list can have been published.

const { accumulators } = knownBundle().list;
const both = accumulators!.epochs[0]!;

/** A root document with so many pages at each epoch. */
function documentOf(epochs: readonly number[], withAccumulators: boolean): Uint8Array {
  const list: Omit<Blocklist, "root"> = {
    name: "opt-outs",
    scheme: "sha256",
    pageSize: 16,
    confidential: false,
    epochs,
    leftOut: [],
    pages: Array.from({ length: epochs.at(-1)! }, (_, i) =>
      withKeys({
        size: 16 as const,
        salt: 0n,
        digest: BigInt(i + 1),
        keyBytes: workKey(`work ${i}`),
        labels: [`work ${i}`],
      }),
    ),
    ...(withAccumulators && { accumulators: { powers: accumulators!.powers, epochs: epochs.map(() => both) } }),
  };
  return Buffer.from(rootDocument(list));
}

type Kind = "whole" | "added";

/** An epoch of a chain: the epochs of the document that it has, its page count, and its accumulators. */
type Step = { has: readonly number[] | string; pageCount: number; accumulators?: Kind[] };

/** How the pages of the last step's document were published, as "epoch of chain: leading pages". */
function publishedAs(steps: readonly Step[]): string[] | undefined {
  const hasAccumulators = steps.some(({ accumulators = [] }) => accumulators.length > 0);
  const bytesOf = ({ has }: Step) => (typeof has === "string" ? Buffer.from(has) : documentOf(has, hasAccumulators));
  const epochs = steps.map(({ pageCount, accumulators = [], ...step }, i) => ({
    time: i,
    pageCount,
    contentHash: `0x${sha256(bytesOf({ ...step, pageCount }))}`,
    uri: "",
    accumulators,
  }));
  const last = steps.at(-1)!;
  const pages = publishedPages({ epochs }, epochs.length, bytesOf(last), (last.has as readonly number[]).at(-1)!);
  return pages?.map(({ epoch, cleanPages }) => `${epoch}: ${cleanPages}`);
}

const ALL: Kind[] = ["whole", "added"];

describe("a list of pages", () => {
  it("is excluded page by page, with accumulators and without", () => {
    const steps = [
      { has: [2], pageCount: 2 },
      { has: [2, 3], pageCount: 3 },
    ];
    expect(publishedAs(steps)).toEqual(["1: 1", "1: 2", "2: 3"]);
    expect(publishedAs(steps.map((step) => ({ ...step, accumulators: ALL })))).toEqual(["1: 1", "1: 2", "2: 3"]);
  });

  it("that was published in parts of one document is excluded page by page", () => {
    const steps: Step[] = [
      { has: [5], pageCount: 2 },
      { has: [5], pageCount: 4 },
      { has: [5], pageCount: 5, accumulators: ["whole"] },
    ];
    expect(publishedAs(steps)).toEqual(["1: 1", "1: 2", "2: 3", "2: 4", "3: 5"]);
    expect(publishedAs(steps.slice(0, 2))).toBeUndefined();
  });

  it("with one page and accumulators in each epoch is excluded page by page", () => {
    const steps: Step[] = [1, 2, 3].map((n) => ({
      has: [1, 2, 3].slice(0, n),
      pageCount: n,
      accumulators: ALL,
    }));
    expect(publishedAs(steps)).toEqual(["1: 1", "2: 2", "3: 3"]);
  });

  it("is excluded as a whole from where its earlier documents do not follow from the newest one", () => {
    const steps: Step[] = [
      { has: [2], pageCount: 2, accumulators: ALL },
      { has: "another document", pageCount: 3, accumulators: ALL },
      { has: [2, 3, 5], pageCount: 5, accumulators: ALL },
    ];
    expect(publishedAs(steps)).toEqual(["1: 1", "1: 2", "3: 5", "3: 5", "3: 5"]);
  });
});

describe("a list of accumulators alone", () => {
  it("is excluded epoch by epoch, whatever the number of a page is", () => {
    const steps: Step[] = [
      { has: [3], pageCount: 1, accumulators: ["whole"] },
      { has: [3, 4], pageCount: 2, accumulators: ALL },
      { has: [3, 4, 9], pageCount: 3, accumulators: ["added"] },
    ];
    const expected = ["1: 1", "1: 1", "1: 1", "2: 2", ...Array.from({ length: 5 }, () => "3: 3")];
    expect(publishedAs(steps)).toEqual(expected);
  });

  it("is excluded with the first epoch that has its entries, if epochs of the document were never published", () => {
    const steps: Step[] = [
      { has: [1], pageCount: 1, accumulators: ["whole"] },
      { has: [1, 2, 4], pageCount: 2, accumulators: ["whole"] },
    ];
    expect(publishedAs(steps)).toEqual(["1: 1", "2: 2", "2: 2", "2: 2"]);
  });

  it("is excluded with a later epoch where an earlier one has a document that does not follow", () => {
    const steps: Step[] = [
      { has: "another document", pageCount: 1, accumulators: ["whole"] },
      { has: [1, 2], pageCount: 2, accumulators: ["whole"] },
      { has: [1, 2, 5], pageCount: 3, accumulators: ["whole"] },
    ];
    expect(publishedAs(steps)).toEqual(["2: 2", "2: 2", "3: 3", "3: 3", "3: 3"]);
    expect(publishedAs(steps.slice(0, 2))).toEqual(["2: 2", "2: 2"]);
  });

  it("is excluded with the last epoch, if it has more epochs than its document has pages", () => {
    const again: Step = { has: [1], pageCount: 2, accumulators: ["whole"] };
    expect(publishedAs([{ has: "another document", pageCount: 1, accumulators: ["whole"] }, again])).toEqual(["2: 2"]);
  });
});

describe("a list that is neither", () => {
  it("is not decided", () => {
    const after: Step = { has: [2, 5], pageCount: 3, accumulators: ["whole"] };
    expect(publishedAs([{ has: [2], pageCount: 2 }, after])).toBeUndefined();
    expect(publishedAs([{ has: [2], pageCount: 2, accumulators: ALL }, after])).toBeUndefined();
    const fewer: Step = { has: [2], pageCount: 1 };
    expect(publishedAs([fewer])).toBeUndefined();
    expect(publishedAs([{ has: [2], pageCount: 3 }])).toBeUndefined();
  });
});
