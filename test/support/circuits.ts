import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CompiledCircuit, compile } from "../../prover/keys/compile.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

const LIBRARY = join(PROJECT_ROOT, "circuits/lib");

export type Size = { entries: number; nodes: number };

/**
 * Compiles `Exclusion(entries, nodes)` at O0, with the statements of the rules in `without` taken out: `===` vanishes,
 * `<==` becomes `<--`. Positions in the text stay, so that circom names every other signal as in the whole circuit.
 */
export async function exclusion({ entries, nodes }: Size, without: readonly string[] = []): Promise<CompiledCircuit> {
  const name = `${entries}x${nodes}_${createHash("sha256").update(without.join()).digest("hex").slice(0, 12)}`;
  const folder = join(PROJECT_ROOT, "build/attacks", name);
  await mkdir(join(folder, "lib"), { recursive: true });
  const missing = new Set(without);
  for (const file of await readdir(LIBRARY)) {
    const weakened = weaken(await readFile(join(LIBRARY, file), "utf8"), without, missing);
    await writeFile(join(folder, "lib", file), weakened);
  }
  if (missing.size > 0) throw new Error(`no statement carries the rule ${[...missing].join()}`);
  const main = join(folder, `exclusion_${name}.circom`);
  await writeFile(
    main,
    `pragma circom 2.2.0;\ninclude "lib/exclusion.circom";\n` +
      `component main {public [commitment, pageDigest]} = Exclusion(${entries}, ${nodes});\n`,
  );
  return compile(main, { optimisation: "O0" });
}

/** Every rule name that a statement of the circuits carries. */
export async function ruleNames(): Promise<string[]> {
  const sources = await Promise.all((await readdir(LIBRARY)).map((file) => readFile(join(LIBRARY, file), "utf8")));
  return [...new Set(sources.join("\n").match(/(?<=\/\/ rule: )[a-z-]+/g))].sort();
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
