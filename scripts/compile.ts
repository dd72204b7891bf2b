/** Compiles every circuit of circuits/main and prints its sizes. `npm run compile` */
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { compileCircuit } from "../prover/setup/compile.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";

for await (const path of glob(join(PROJECT_ROOT, "circuits/main/*.circom"))) {
  const { name, constraints, wires, publicSignals, source } = await compileCircuit(path);
  console.log(
    `${name}: ${constraints} constraints, ${wires} wires, ${publicSignals} public signals (${source.slice(0, 16)})`,
  );
}
