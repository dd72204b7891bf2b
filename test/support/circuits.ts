import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CompiledCircuit, compile } from "../../prover/keys/compile.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

const LIBRARY = join(PROJECT_ROOT, "circuits/lib");

export type Size = { entries: number; nodes: number };

/** A circuit to test, and the rules that are taken out of it. */
type Variant = (without?: readonly string[]) => Promise<CompiledCircuit>;

export const exclusion = ({ entries, nodes }: Size, without: readonly string[] = []): Promise<CompiledCircuit> =>
  compileWithout("exclusion", `Exclusion(${entries}, ${nodes})`, "commitment, pageDigest", without);

export const inclusion: Variant = (without = []) =>
  compileWithout("inclusion", "Inclusion()", "commitment, key", without);

export const listing = (entries: number, without: readonly string[] = []): Promise<CompiledCircuit> =>
  compileWithout("listing", `Listing(${entries})`, "pageDigest, key", without);

/**
 * Compiles a template at O0, with the statements of the rules in `without` taken out: `===` vanishes, `<==` becomes
 * `<--`. Positions in the text stay, so that circom names every other signal as in the whole circuit.
 */
async function compileWithout(
  file: string,
  template: string,
  publicSignals: string,
  without: readonly string[],
): Promise<CompiledCircuit> {
  const name = `${template.replaceAll(/\W+/g, "_")}${createHash("sha256").update(without.join()).digest("hex").slice(0, 12)}`;
  const folder = join(PROJECT_ROOT, "build/attacks", name);
  await mkdir(join(folder, "lib"), { recursive: true });
  const missing = new Set(without);
  for (const source of await readdir(LIBRARY)) {
    const weakened = weaken(await readFile(join(LIBRARY, source), "utf8"), without, missing);
    await writeFile(join(folder, "lib", source), weakened);
  }
  if (missing.size > 0) throw new Error(`no statement carries the rule ${[...missing].join()}`);
  const main = join(folder, `${name}.circom`);
  await writeFile(
    main,
    `pragma circom 2.2.0;\ninclude "lib/${file}.circom";\n` +
      `component main {public [${publicSignals}]} = ${template};\n`,
  );
  return compile(main, { optimisation: "O0" });
}

/** Every rule name that a statement carries in a template, or in one that it is made of. */
export async function rulesOf(template: string): Promise<string[]> {
  const sources = await Promise.all((await readdir(LIBRARY)).map((file) => readFile(join(LIBRARY, file), "utf8")));
  const parts = sources.flatMap((source) => source.split(/^template /m).slice(1));
  const bodies = new Map(parts.map((part) => [/^\w+/.exec(part)![0], part]));
  const used = new Set([template]);
  for (const name of used)
    for (const [called] of bodies.get(name)!.matchAll(/\b[A-Z]\w+(?=\()/g)) if (bodies.has(called)) used.add(called);
  const rules = [...used].flatMap((name) => bodies.get(name)!.match(/(?<=\/\/ rule: )[a-z-]+/g) ?? []);
  return [...new Set(rules)].sort();
}

function weaken(source: string, without: readonly string[], missing: Set<string>): string {
  return source
    .split("\n")
    .map((line) => {
      const rule = /\/\/ rule: ([a-z-]+)$/.exec(line)?.[1];
      if (rule === undefined || !without.includes(rule)) return line;
      missing.delete(rule);
      if (line.includes("<==")) return line.replace("<==", "<--");
      return line.replace(
        /^(\s*)(.*?;)/,
        (_, indent: string, statement: string) => indent + " ".repeat(statement.length),
      );
    })
    .join("\n");
}
