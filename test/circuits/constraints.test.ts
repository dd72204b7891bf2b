import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findWitnessCircuit } from "../../prover/native/circuits.ts";
import { ALL_CIRCUITS } from "../../prover/plan/circuits.ts";
import { compileCircuit } from "../../prover/setup/compile.ts";
import { sha256File } from "../../prover/shared/files.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { FULL, SHORT } from "../support/full.ts";

type Row = { entries: number; nodes?: number; constraints: number; wires: number; domain: string };
const TABLE: Record<string, Row> = JSON.parse(await readFile(join(PROJECT_ROOT, "circuits/constraints.json"), "utf8"));

/** Compiling an exclusion circuit of 256 entries takes minutes. */
const compiled = ALL_CIRCUITS.filter(
  ({ kind, entries, name }) =>
    FULL || kind !== "exclusion" || (entries === 16 && !(SHORT && name === "exclusion_16x138")),
);

/** What a circuit may cost at most, by what it is made of. */
const budgetOf = (name: string, { entries, nodes }: Row): number =>
  name === "inclusion" ? 9000 : nodes === undefined ? 84 * entries + 800 : 980 * entries + 850 * nodes + 3000;

describe("the committed table of constraints", () => {
  it("lists every circuit", () => {
    expect(Object.keys(TABLE)).toEqual(ALL_CIRCUITS.map(({ name }) => name));
  });

  it.each(compiled)("gives the constraint counts of $name as compiled", async ({ name, entries, nodes }) => {
    const { constraints, wires } = await compileCircuit(join(PROJECT_ROOT, "circuits/main", `${name}.circom`));
    expect(TABLE[name]).toMatchObject({ entries, ...(nodes ? { nodes } : {}), constraints, wires });
  });

  it.each(compiled)("the kernel knows $name by its constraints", async ({ name, kind, entries, nodes = 1 }) => {
    const { r1cs } = await compileCircuit(join(PROJECT_ROOT, "circuits/main", `${name}.circom`));
    expect(findWitnessCircuit(await sha256File(r1cs))).toEqual({ kind, entries, nodes });
  });

  it.each(Object.entries(TABLE))("%s stays within its budget and fits its domain", (name, row) => {
    expect(row.constraints).toBeLessThanOrEqual(budgetOf(name, row));
    expect(row.constraints + 3).toBeLessThanOrEqual(2 ** Number(row.domain.slice(2)));
  });
});
