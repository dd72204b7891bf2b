import { describe, expect, it } from "vitest";
import type { DisjointnessBundle } from "../../prover/bundle/disjointness.ts";
import { toListId } from "../../prover/shared/ids.ts";
import { toDisjointnessItems } from "../../scripts/quickstart/prove.ts";
import { Account } from "../../scripts/quickstart/summary.ts";
import { DEVELOPMENT_POWERS, disjoint } from "../support/accumulators.ts";

describe("the quickstart's summary", () => {
  it("aligns the columns of each section, and the first one of all", async () => {
    const account = new Account();
    await account.step("prove", async () => "proved");
    account.section("Both ways", [
      ["", "page proofs", "one proof"],
      ["size", "768 bytes", "192 bytes"],
    ]);
    account.section("Refused", [["a forged proof", "chain/proof-refused"]]);
    expect(account.toString().replaceAll(/\d+\.\d s/g, "N s")).toBe(
      [
        "",
        "Both ways",
        "                  page proofs  one proof",
        "  size            768 bytes    192 bytes",
        "",
        "Refused",
        "  a forged proof  chain/proof-refused",
        "",
        "Time",
        "  prove           N s",
        "  in all          N s",
        "",
      ].join("\n"),
    );
    expect(account.timeOf("prove")).toMatch(/^\d+\.\d s$/);
  });
});

describe("the quickstart's disjointness proofs", () => {
  it("go to the epochs that their statements end at", () => {
    const list = toListId(`0x${"11".repeat(32)}`);
    const whole = disjoint(list, 1, 5n, 7n);
    const added = disjoint(list, 2, 5n, 9n, { added: true });
    const bundle: DisjointnessBundle = {
      commitment: whole.commitment,
      powers: DEVELOPMENT_POWERS.id,
      accumulator: whole.accumulator,
      scheme: "sha256",
      blocklist: { name: "opt-outs", root: "ab".repeat(32) },
      statements: [
        { from: 0, to: 1, list: whole.listAccumulator, proof: whole.proof },
        { from: 1, to: 2, list: added.listAccumulator, proof: added.proof },
      ],
    };
    expect(toDisjointnessItems(bundle, list)).toEqual([whole, added]);
  });
});
