/** Compiles every circuit and writes circuits/constraints.json, the committed table of what each costs. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ALL_CIRCUITS } from "../prover/plan/circuits.ts";
import { compileCircuit } from "../prover/setup/compile.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";

const table: Record<string, unknown> = {};
for (const { name, entries, nodes } of ALL_CIRCUITS) {
  process.stderr.write(`compiling ${name}\n`);
  const { constraints, wires } = await compileCircuit(join(PROJECT_ROOT, "circuits/main", `${name}.circom`));
  table[name] = { entries, nodes, constraints, wires, domain: `2^${Math.ceil(Math.log2(constraints + 3))}` };
}
await writeFile(join(PROJECT_ROOT, "circuits/constraints.json"), `${JSON.stringify(table, null, 2)}\n`);
