/**
 * Changes the circuits' library one small step at a time and asks the tests about each: a change that nothing notices is
 * a hole. `npm run mutate:circuits [-- --only bits.circom] [--first 150]`
 *
 * A change is judged on the smallest circuits that have it: honest statements, the uniqueness of every signal, and every
 * attack with the changed circuit before its eyes. What became of it is kept in build/circuit-mutants.jsonl, where a run
 * that was killed goes on; changes that survived are tried again.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { EQUIVALENT } from "./mutate/circuits/equivalent.ts";
import { type Fate, judge, readUnchanged, type Unchanged } from "./mutate/circuits/judge.ts";
import { isCode, OPERATORS } from "./mutate/circuits/operators.ts";
import { semanticMutantsOf } from "./mutate/circuits/semantic.ts";
import { SUBJECTS } from "./mutate/circuits/subjects.ts";
import { LIBRARY, openWorkshop } from "./mutate/circuits/workshop.ts";
import { idOf, isEquivalent, type Mutant, mutantsOf } from "./mutate/mutant.ts";
import { type Result, Results } from "./mutate/results.ts";

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

const fates: Fate[] = [];
const survivors: string[] = [];
const misjudged: string[] = [];
for (const [index, mutant] of mutants.entries()) {
  const { fate, by } = results.get(idOf(mutant)) ?? (await judgeAndKeep(mutant));
  fates.push(fate);
  const what = `${mutant.file}:${mutant.line} ${mutant.from} -> ${mutant.to}   ${mutant.text}`.replaceAll(/\s+/g, " ");
  process.stderr.write(`${index + 1}/${mutants.length} ${fate}${by ? ` by ${by}` : ""}: ${what}\n`);
  if (fate === "survived" && !isEquivalent(mutant, EQUIVALENT)) survivors.push(what);
  if (fate === "killed" && isEquivalent(mutant, EQUIVALENT)) misjudged.push(what);
}

const count = (fate: Fate) => fates.filter((each) => each === fate).length;
for (const what of survivors) process.stdout.write(`survived: ${what}\n`);
for (const what of misjudged) process.stdout.write(`listed as equivalent, but killed: ${what}\n`);
process.stdout.write(
  `${mutants.length} of ${all.length} made: ${count("does not compile")} do not compile, ${count("killed")} killed, ` +
    `${count("same constraints")} have the same constraints and honest witnesses, ` +
    `${count("survived") - survivors.length} equivalent, ${survivors.length} survived\n`,
);
process.exit(survivors.length + misjudged.length === 0 ? 0 : 1);

async function readMutants(file: string): Promise<{ semantic: Mutant[]; small: Mutant[] }> {
  const source = await readFile(join(LIBRARY, file), "utf8");
  const small = new Map(mutantsOf(file, source, OPERATORS, isCode).map((mutant) => [idOf(mutant), mutant]));
  return { semantic: semanticMutantsOf(file, source), small: [...small.values()] };
}

function byId(a: Mutant, b: Mutant): number {
  return idOf(a) < idOf(b) ? -1 : 1;
}

async function judgeAndKeep(mutant: Mutant): Promise<Result<Fate>> {
  const concerned = circuits.filter(({ subject }) => subject.files.includes(mutant.file.replace(".circom", "")));
  const result = { id: idOf(mutant), ...(await judge(mutant, concerned)) };
  if (result.fate !== "survived") await results.keep(result);
  return result;
}
