import { type Equivalent, idOf, isEquivalent, type Mutant } from "./mutant.ts";
import type { Result, Results } from "./results.ts";

/**
 * The results: `count` returns the number of mutants with a fate. `survivors` are those that no test noticed; `isGood`
 * if there are none, and no mutant that is listed as equivalent was killed.
 */
type MutationResults<Fate> = { count(fate: Fate): number; survivors: string[]; isGood: boolean };

/**
 * Judges each mutant that has no result yet, and stores the result; the equivalent ones come last. Survivors are tried
 * again in the next run. Prints every result to stderr, and the survivors to stdout.
 */
export async function runMutants<Fate extends string>(
  mutants: readonly Mutant[],
  results: Results<Fate | "survived" | "killed">,
  equivalent: readonly Equivalent[],
  run: (mutant: Mutant) => Promise<{ fate: Fate | "survived" | "killed"; by?: string }>,
): Promise<MutationResults<Fate | "survived" | "killed">> {
  const fates: string[] = [];
  const survivors: string[] = [];
  const misjudged: string[] = [];
  // Equivalent ones survive all tests, which takes longest.
  const known = (mutant: Mutant) => isEquivalent(mutant, equivalent);
  const ordered = [...mutants.filter((mutant) => !known(mutant)), ...mutants.filter(known)];
  for (const [index, mutant] of ordered.entries()) {
    const { fate, by } = results.get(idOf(mutant)) ?? (await runAndStore(mutant));
    const what = `${mutant.file}:${mutant.line} ${mutant.from} -> ${mutant.to}   ${mutant.text}`.replaceAll(
      /\s+/g,
      " ",
    );
    fates.push(fate);
    process.stderr.write(`${index + 1}/${mutants.length} ${fate}${by ? ` by ${by}` : ""}: ${what}\n`);
    if (fate === "survived" && !known(mutant)) survivors.push(what);
    if (fate === "killed" && known(mutant)) misjudged.push(what);
  }
  for (const what of survivors) process.stdout.write(`survived: ${what}\n`);
  for (const what of misjudged) process.stdout.write(`listed as equivalent, but killed: ${what}\n`);
  const isGood = survivors.length + misjudged.length === 0;
  return { count: (fate) => fates.filter((each) => each === fate).length, survivors, isGood };

  async function runAndStore(mutant: Mutant): Promise<Result<Fate | "survived" | "killed">> {
    const result = { id: idOf(mutant), ...(await run(mutant)) };
    if (result.fate !== "survived") await results.keep(result);
    return result;
  }
}

/** Sorts by hash, so that the first mutants are an even sample of all. */
export const byId = (a: Mutant, b: Mutant): number => (idOf(a) < idOf(b) ? -1 : 1);
