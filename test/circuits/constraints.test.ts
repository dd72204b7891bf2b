import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../../prover/keys/compile.ts";
import { CIRCUITS } from "../../prover/plan/circuits.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { FULL } from "../support/full.ts";

type Row = { entries: number; nodes: number; constraints: number; wires: number; domain: string };
const TABLE: Record<string, Row> = JSON.parse(await readFile(join(PROJECT_ROOT, "circuits/constraints.json"), "utf8"));

/** Compiling a circuit of 256 entries takes minutes. */
const compiled = CIRCUITS.filter(({ entries }) => FULL || entries === 16);

describe("the committed table of constraints", () => {
  test("has every circuit", () => {
    expect(Object.keys(TABLE)).toEqual(CIRCUITS.map(({ name }) => name));
  });

  test.each(compiled)("$name is compiled to what the table says", async ({ name, entries, nodes }) => {
    const { constraints, wires } = await compile(join(PROJECT_ROOT, "circuits/main", `${name}.circom`));
    expect(TABLE[name]).toMatchObject({ entries, nodes, constraints, wires });
  });

  test.each(Object.entries(TABLE))("%s keeps to its budget and fits its domain", (_, row) => {
    expect(row.constraints).toBeLessThanOrEqual(980 * row.entries + 850 * row.nodes + 3000);
    expect(row.constraints + 3).toBeLessThanOrEqual(2 ** Number(row.domain.slice(2)));
  });
});
