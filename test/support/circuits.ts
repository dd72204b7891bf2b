import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { makeFolder } from "../../prover/setup/cache.ts";
import { type R1csHeader, readR1csHeader } from "../../prover/setup/r1cs.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { compileInside } from "../../scripts/circuits/compiler.ts";

const { version: CIRCOM }: { version: string } = createRequire(import.meta.url)("circom2/package.json");
const LIBRARY = join(PROJECT_ROOT, "circuits/lib");

/** A circuit's constraints and the names of their signals. */
export type ReadableCircuit = { r1cs: string; sym: string } & R1csHeader;

export type Size = { entries: number; nodes: number };

/**
 * What to compile in place of the circuit as it stands: without the statements of some rules, or with its text
 * changed.
 */
export type Variant = {
  without?: readonly string[];
  change?: (source: string, file: string) => string;
  optimisation?: "O0" | "O1";
};

/** A circuit of the library: the file and the template that it is an instance of. */
type Instance = { file: string; template: string; publicSignals: string };

export const exclusion = ({ entries, nodes }: Size, variant: Variant = {}): Promise<ReadableCircuit> => {
  const template = `Exclusion(${entries}, ${nodes})`;
  return compileVariant({ file: "exclusion", template, publicSignals: "commitment, pageDigest" }, variant);
};

export const inclusion = (variant: Variant = {}): Promise<ReadableCircuit> =>
  compileVariant({ file: "inclusion", template: "Inclusion()", publicSignals: "commitment, key" }, variant);

export const listing = (entries: number, variant: Variant = {}): Promise<ReadableCircuit> =>
  compileVariant({ file: "listing", template: `Listing(${entries})`, publicSignals: "pageDigest, key" }, variant);

/**
 * Compiles a template, at O0 unless said otherwise, or takes it from an earlier run. Of the rules in `without` the
 * statements are taken out: `===` vanishes, `<==` becomes `<--`. Positions in the text stay, so that circom names every
 * other signal as in the whole circuit.
 */
async function compileVariant(
  { file, template, publicSignals }: Instance,
  { without = [], change = (source) => source, optimisation = "O0" }: Variant,
): Promise<ReadableCircuit> {
  const main =
    `pragma circom 2.2.0;\ninclude "lib/${file}.circom";\n` +
    `component main {public [${publicSignals}]} = ${template};\n`;
  const sources = new Map([["main.circom", main]]);
  const missing = new Set(without);
  for (const source of (await readdir(LIBRARY)).sort()) {
    const text = await readFile(join(LIBRARY, source), "utf8");
    sources.set(join("lib", source), change(weaken(text, without, missing), source));
  }
  if (missing.size > 0) throw new Error(`no statement carries the rule ${[...missing].join()}`);
  const content = createHash("sha256")
    .update(JSON.stringify([CIRCOM, optimisation, ...sources]))
    .digest("hex");
  const folder = join(PROJECT_ROOT, "build/attacks", `${template.replaceAll(/\W+/g, "_")}${content.slice(0, 16)}`);
  await makeFolder(folder, (temporary) => compileSources(sources, temporary, optimisation));
  const r1cs = join(folder, "main.r1cs");
  return { r1cs, sym: join(folder, "main.sym"), ...(await readR1csHeader(r1cs)) };
}

async function compileSources(sources: ReadonlyMap<string, string>, folder: string, optimisation: "O0" | "O1") {
  await mkdir(join(folder, "lib"), { recursive: true });
  for (const [source, text] of sources) await writeFile(join(folder, source), text);
  const output = await compileInside(join(folder, "main.circom"), folder, { optimisation });
  if (output === undefined) throw new Error(`circom refuses the sources in ${folder}`);
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
      // An anonymous component cannot be assigned without its constraints: what it computes becomes free.
      if (/<== [A-Z]/.test(line)) return line.replace(/<== [^;]*/, (call) => "<-- 0".padEnd(call.length));
      if (line.includes("<==")) return line.replace("<==", "<--");
      return line.replace(
        /^(\s*)(.*?;)/,
        (_, indent: string, statement: string) => indent + " ".repeat(statement.length),
      );
    })
    .join("\n");
}
