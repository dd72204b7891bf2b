/** A copy of the library in which one file at a time is changed and the small circuits are compiled. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { compileInside, type Output } from "../../circuits/compiler.ts";
import { applied, type Mutant } from "../mutant.ts";
import type { Subject } from "./subjects.ts";

export const LIBRARY = join(PROJECT_ROOT, "circuits/lib");
const FOLDER = join(PROJECT_ROOT, "build/mutants/circuits");

/** Makes an unchanged copy. */
export async function openWorkshop(subjects: readonly Subject[]): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  for (const file of await readdir(LIBRARY)) await restore(file);
  for (const subject of subjects) await mkdir(join(FOLDER, subject.name, "unchanged"), { recursive: true });
  for (const subject of subjects) await writeFile(mainOf(subject), text(subject));
}

/**
 * Compiles a subject with a change, or unchanged, overwriting the previous output.
 *
 * @returns undefined when circom refuses it
 */
export async function compileSubject(subject: Subject, mutant?: Mutant, withWasm = false): Promise<Output | undefined> {
  const folder = join(FOLDER, subject.name);
  if (mutant === undefined) return compileInside(mainOf(subject), join(folder, "unchanged"), { withWasm: true });
  await writeFile(join(FOLDER, "lib", mutant.file), applied(mutant));
  try {
    return await compileInside(mainOf(subject), folder, { withWasm });
  } finally {
    await restore(mutant.file);
  }
}

async function restore(file: string): Promise<void> {
  await mkdir(join(FOLDER, "lib"), { recursive: true });
  await writeFile(join(FOLDER, "lib", file), await readFile(join(LIBRARY, file)));
}

const mainOf = ({ name }: Subject): string => join(FOLDER, `${name}.circom`);

const text = ({ template, main, publicInputs }: Subject): string =>
  `pragma circom 2.2.0;\ninclude "lib/${template.toLowerCase()}.circom";\n` +
  `component main {public [${publicInputs}]} = ${main};\n`;
