import { describe, expect, it } from "vitest";
import type { DisjointnessBundle } from "../../../prover/bundle/disjointness.ts";
import { readBundle, writeBundle } from "../../../prover/bundle/document.ts";
import type { ExpectedList } from "../../../prover/bundle/expected.ts";
import { parseBundle, toProvedPages } from "../../../prover/bundle/provedPages.ts";
import { describeBundle, makeExclusionStatement, PREDICATE_TYPE_V2 } from "../../../prover/bundle/statement.ts";
import { verifyBundle } from "../../../prover/bundle/verify.ts";
import { inspectJson } from "../../../prover/shared/document.ts";
import { knownBundle, POWERS } from "../../support/disjointness.ts";
import { codeOf } from "../../support/errors.ts";

const TRUSTED = [{ kind: "powers", id: POWERS }] as const;
const { bundle, list } = knownBundle();
const file = (changed: Partial<DisjointnessBundle> = {}) => Buffer.from(writeBundle({ ...bundle, ...changed }));
const failing = (bytes: Uint8Array, expected: ExpectedList | undefined = list) =>
  verifyBundle(bytes, TRUSTED, expected).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));
const [first, added] = bundle.statements as [DisjointnessBundle["statements"][0], DisjointnessBundle["statements"][0]];
const epochs = list.accumulators!.epochs;

describe("a bundle of disjointness proofs", () => {
  it("is read as it was written, and holds for the whole list", () => {
    expect(inspectJson(file(), "it", readBundle)).toEqual({ value: bundle, issues: [] });
    expect(verifyBundle(file(), TRUSTED, list)).toMatchObject({ verdict: true, outcome: "true", scope: "list" });
    expect(verifyBundle(file(), TRUSTED)).toMatchObject({ verdict: true, scope: "statements" });
  });

  it("is refused where an epoch of the list is missing", () => {
    expect(failing(file({ statements: [first] }))).toEqual(["list-complete"]);
    expect(failing(file({ statements: [added] }))).toEqual(["list-complete"]);
  });

  it("is refused if an epoch's additions are presented as the whole list, or the reverse", () => {
    const whole = { ...added, from: 0 };
    expect(failing(file({ statements: [whole] }))).toEqual(["list-accumulators"]);
    const swapped = {
      ...list,
      accumulators: { ...list.accumulators!, epochs: [epochs[0]!, { ...epochs[1]!, added: epochs[1]!.whole }] },
    };
    expect(failing(file(), swapped)).toEqual(["list-accumulators"]);
  });

  it("is refused for a stale epoch, another list's accumulator and a list without accumulators", () => {
    const stale = { ...first, to: 2 };
    expect(failing(file({ statements: [stale] }))).toEqual(["list-accumulators"]);
    const { list: other } = knownBundle();
    expect(failing(file(), { ...list, accumulators: other.accumulators! })).toEqual(["list-accumulators"]);
    const { accumulators: _, ...pages } = list;
    expect(failing(file(), pages)).toEqual(["list-complete", "list-accumulators"]);
    const foreign = { ...list.accumulators!, powers: `0x${"12".repeat(32)}` };
    expect(failing(file(), { ...list, accumulators: foreign })).toEqual(["list-complete", "list-accumulators"]);
  });

  it("is refused for another shard, under other powers, and with another's proof", () => {
    const { bundle: other } = knownBundle();
    expect(failing(file({ commitment: other.commitment }))).toEqual(["accumulator"]);
    expect(failing(file({ commitment: other.commitment, accumulator: other.accumulator }))).toEqual([
      "epoch-1-proof",
      "epoch-2-proof",
    ]);
    expect(failing(file({ powers: `0x${"12".repeat(32)}` }))).toContain("powers");
    expect(failing(file({ statements: [{ ...first, proof: added.proof }, added] }))).toEqual(["epoch-1-proof"]);
    expect(failing(file({ statements: [first, { ...added, proof: other.statements[1]!.proof }] }))).toEqual([
      "epoch-2-proof",
    ]);
  });

  it.each<[string, (text: string) => string]>([
    ["an unknown field", (text) => text.replace('"scheme"', '"note": 1,\n  "scheme"')],
    [
      "a point with a coordinate above the order",
      (text) => text.replace(/"q": \[\n\s+"\d+"/, (m) => m.replace(/"\d+"$/, `"${10n ** 77n}"`)),
    ],
    ["an epoch below the one before", (text) => text.replace('"from": 1', '"from": 0').replace('"to": 2', '"to": 1')],
    ["a span of two epochs", (text) => text.replace('"from": 1', '"from": 1').replace('"to": 2', '"to": 4')],
  ])("is refused with %s", (_, change) => {
    const changed = change(file().toString());
    expect(changed).not.toBe(file().toString());
    expect(failing(Buffer.from(changed))).toContain("format");
  });

  it("is stated with epochs and powers of tau, under its own predicate", () => {
    expect(describeBundle(file())).toMatchObject({ epochs: 2, powers: POWERS });
    expect(JSON.parse(Buffer.from(makeExclusionStatement([file()])).toString()).predicateType).toBe(PREDICATE_TYPE_V2);
  });

  it("has no pages to submit", async () => {
    expect(await codeOf(() => toProvedPages(parseBundle(file())))).toBe("bundle/disjointness");
  });
});
