import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, test } from "vitest";
import type { DisjointnessBundle } from "../../prover/bundle/disjointness.ts";
import { toListId } from "../../prover/shared/ids.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { toDisjointnessItems } from "../../scripts/quickstart/prove.ts";
import { Account } from "../../scripts/quickstart/summary.ts";
import { postgresPrograms } from "../../scripts/support/postgres.ts";
import { DEVELOPMENT_POWERS, disjoint } from "../support/accumulators.ts";
import { FULL } from "../support/full.ts";

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

test.runIf(FULL && postgresPrograms !== undefined)(
  "the quickstart of fleets ends clean, and its two workers made all proofs",
  async () => {
    const script = join(PROJECT_ROOT, "scripts/quickstart-fleet.ts");
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, "--pages", "4"]);
    expect(stdout).toMatch(/^ {2}verdict +clean$/m);
    const made = [...stdout.matchAll(/^ {2}worker +\S+: (\d+) proofs?, 0 failed/gm)].map(([, count]) => Number(count));
    expect(made).toHaveLength(2);
    expect(made[0]! + made[1]!).toBe(4);
    expect(stderr).toContain("$ disjoint release v1.0.0 --config build/quickstart-fleet --json\n");
  },
  600_000,
);
