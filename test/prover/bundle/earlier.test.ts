import { expect, test } from "vitest";
import { withKeys } from "../../../prover/blocklist/columns.ts";
import { rootDocument } from "../../../prover/blocklist/list.ts";
import { earlierList } from "../../../prover/bundle/earlier.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { knownBundle } from "../../support/disjointness.ts";
import { workKey } from "../../support/scene.ts";

const page = (work: string, digest: bigint) =>
  withKeys({ size: 16 as const, salt: 0n, digest, keyBytes: workKey(work), labels: [work] });
const LIST = {
  name: "opt-outs",
  scheme: "sha256",
  pageSize: 16 as const,
  confidential: false,
  epochs: [1, 2],
  pages: [page("one", 1n), page("other", 2n)],
  leftOut: [],
};
const { accumulators } = knownBundle().list;
const NOW = Buffer.from(rootDocument({ ...LIST, accumulators: accumulators! }));

test("a list that has got accumulators is known by its root from before, and is not behind", () => {
  const found = earlierList(NOW, sha256(rootDocument(LIST)));
  expect(found?.list.pages).toHaveLength(2);
  expect(found?.upTo).toBeUndefined();
});

test("its earlier epochs are known with accumulators and without, and are behind", () => {
  const then = { ...LIST, epochs: [1], pages: LIST.pages.slice(0, 1) };
  const first = { ...accumulators!, epochs: accumulators!.epochs.slice(0, 1) };
  for (const document of [rootDocument(then), rootDocument({ ...then, accumulators: first })])
    expect(earlierList(NOW, sha256(document))?.upTo).toMatchObject({ epoch: 1, of: 2, pagesBehind: 1 });
});

test("the list as it is, and one with other accumulators, are not earlier", () => {
  const swapped = { ...accumulators!, epochs: accumulators!.epochs.toReversed() };
  for (const document of [NOW, Buffer.from(rootDocument({ ...LIST, accumulators: swapped }))])
    expect(earlierList(NOW, sha256(document))).toBeUndefined();
});
