/**
 * Changes the circuits' library one small step at a time and asks the tests about each: a change that nothing notices
 * is a hole. `npm run mutate:circuits [-- --only bits.circom] [--first 150]`
 *
 * A change is judged on the smallest circuits that have it: honest statements, the uniqueness of every signal, and
 * every attack with the changed circuit before its eyes. What became of it is kept in build/circuit-mutants.jsonl,
 * where a run that was killed goes on; changes that survived are tried again.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { EQUIVALENT } from "./mutate/circuits/equivalent.ts";
import { isCode, OPERATORS } from "./mutate/circuits/operators.ts";
import { type Fate, readUnchanged, runMutant, type Unchanged } from "./mutate/circuits/run.ts";
import { semanticMutantsOf } from "./mutate/circuits/semantic.ts";
import { SUBJECTS } from "./mutate/circuits/subjects.ts";
import { LIBRARY, openWorkshop } from "./mutate/circuits/workshop.ts";
import { byId, runMutants } from "./mutate/loop.ts";
import { idOf, type Mutant, mutantsOf } from "./mutate/mutant.ts";
import { Results } from "./mutate/results.ts";

const { values } = parseArgs({ options: { only: { type: "string" }, first: { type: "string" } } });
const files = (await readdir(LIBRARY)).filter((file) => values.only === undefined || file === values.only);
const found = await Promise.all(files.map(readMutants));
// Those that somebody thought of, then all others by their hashes: the first ones are an even sample.
const all = [...found.flatMap(({ semantic }) => semantic), ...found.flatMap(({ small }) => small).sort(byId)];
const mutants = all.slice(0, Number(values.first ?? all.length));

const results = await Results.open<Fate>(join(PROJECT_ROOT, "build/circuit-mutants.jsonl"));
await openWorkshop(SUBJECTS);
const circuits: Unchanged[] = [];
for (const subject of SUBJECTS) circuits.push(await readUnchanged(subject));

const { count, survivors, isGood } = await runMutants<Fate>(mutants, results, EQUIVALENT, (mutant) =>
  runMutant(
    mutant,
    circuits.filter(({ subject }) => subject.files.includes(mutant.file.replace(".circom", ""))),
  ),
);
process.stdout.write(
  `${mutants.length} of ${all.length} made: ${count("does not compile")} do not compile, ${count("killed")} killed, ` +
    `${count("same constraints")} have the same constraints and honest witnesses, ` +
    `${count("survived") - survivors.length} equivalent, ${survivors.length} survived\n`,
);
process.exit(isGood ? 0 : 1);

async function readMutants(file: string): Promise<{ semantic: Mutant[]; small: Mutant[] }> {
  const source = await readFile(join(LIBRARY, file), "utf8");
  const small = new Map(mutantsOf(file, source, OPERATORS, isCode).map((mutant) => [idOf(mutant), mutant]));
  return { semantic: semanticMutantsOf(file, source), small: [...small.values()] };
}
