/** What the tests of the circuits would say to a changed library: the same checks, on the same small circuits. */
import { readFile } from "node:fs/promises";
import { splitKey } from "../../../prover/blocklist/elements.ts";
import { type CircuitInput, calculateWitness } from "../../../prover/groth16/prover/witness.ts";
import { readR1csHeader } from "../../../prover/setup/r1cs.ts";
import { bucketOf } from "../../../prover/tree/shape.ts";
import { unlisted } from "../../../test/circuits/hints.ts";
import { ConstraintSystem } from "../../../test/support/constraints.ts";
import { keyFromNumber, signals } from "../../../test/support/scene.ts";
import { solve } from "../../../test/support/solve.ts";
import { uniquenessIn } from "../../../test/support/uniqueness/check.ts";
import type { Output } from "../../circuits/compiler.ts";
import type { Mutant } from "../mutant.ts";
import type { Subject } from "./subjects.ts";
import { compileSubject } from "./workshop.ts";

export type Fate = "killed" | "does not compile" | "same constraints" | "survived";
type Verdict = { fate: Fate; by?: string };

/** A circuit as it stands. Challenges are what nothing but their reference in the tests can tell from others. */
export type Unchanged = { subject: Subject; r1cs: Buffer; witnesses: Uint8Array[]; challenges: string[] };

const CHALLENGES = ["gamma", "delta"];

export async function readUnchanged(subject: Subject): Promise<Unchanged> {
  const output = (await compileSubject(subject))!;
  const witnesses = await Promise.all(subject.honest.map((input) => calculateWitness(output.wasm, input)));
  const system = await ConstraintSystem.load(output);
  const challenges = subject.honest.map((input) => challengesOf(system, input));
  // The attacks on it are left to the tests: they take a minute.
  const problem = await problemOf(system, output, { ...subject, attacks: [] }, challenges);
  if (problem !== undefined) throw new Error(`without any change: ${subject.name}: ${problem}`);
  return { subject, r1cs: await readFile(output.r1cs), witnesses, challenges };
}

/** Judges a change by every circuit that has the file in it: the first that notices decides. */
export async function runMutant(mutant: Mutant, circuits: readonly Unchanged[]): Promise<Verdict> {
  let isSame = true;
  for (const circuit of circuits) {
    const verdict = await runIn(circuit, mutant);
    if (verdict.fate === "killed" || verdict.fate === "does not compile") return verdict;
    if (verdict.fate === "survived") isSame = false;
  }
  return { fate: isSame ? "same constraints" : "survived" };
}

async function runIn({ subject, r1cs, witnesses, challenges }: Unchanged, mutant: Mutant): Promise<Verdict> {
  const output = await compileSubject(subject, mutant);
  if (output === undefined) return { fate: "does not compile" };
  const isSame = r1cs.equals(await readFile(output.r1cs));
  if (!isSame) {
    const system = await ConstraintSystem.load(output);
    const by = await problemOf(system, output, subject, challenges, mutant);
    if (by !== undefined) return { fate: "killed", by: `${subject.name}: ${by}` };
  }
  const withWasm = (await compileSubject(subject, mutant, true))!;
  for (const [i, input] of subject.honest.entries()) {
    const witness = await calculateWitness(withWasm.wasm, input).catch(() => undefined);
    if (witness === undefined || (isSame && !Buffer.from(witness).equals(witnesses[i]!)))
      return { fate: "killed", by: `${subject.name}: the witness of an honest input` };
  }
  return { fate: isSame ? "same constraints" : "survived" };
}

/** What is wrong with a circuit whose constraints differ, as the tests would find it. */
async function problemOf(
  system: ConstraintSystem,
  output: Output,
  { template, honest, attacks }: Subject,
  challenges: readonly string[],
  mutant?: Mutant,
): Promise<string | undefined> {
  for (const [i, input] of honest.entries()) {
    const gone = proverSignals(input)
      .keys()
      .find((name) => !system.wires.has(name));
    if (gone !== undefined) return `${gone} is gone`;
    if (system.broken(solve(system, proverSignals(input))).length > 0) return "an honest statement is refused";
    if (challengesOf(system, input) !== challenges[i]) return "its challenges";
  }
  const { publicSignals, privateInputs } = await readR1csHeader(output.r1cs);
  const { free, quotients } = uniquenessIn(system, publicSignals + privateInputs);
  const open = [...free, ...unlisted(template, quotients)];
  if (open.length > 0) return `${open[0]} is not determined`;
  const rule = /\/\/ rule: ([a-z-]+)/.exec(mutant?.source.split("\n")[mutant.line - 1] ?? "")?.[1];
  for (const attack of attacks.toSorted((a, b) => Number(b.rule === rule) - Number(a.rule === rule)))
    if (await succeeds(system, attack)) return `attack: ${attack.name}`;
  const input = changeableInput(system, honest);
  return input && `${input} can be changed`;
}

/** Whether the attacker, who sees the changed circuit, gets a false statement past it. */
async function succeeds(system: ConstraintSystem, { forge }: Subject["attacks"][number]): Promise<boolean> {
  const given = await forge(system).catch(() => undefined);
  if (given === undefined) return false;
  // A signal that the change took away cannot be set; the attack goes on without it.
  const known = new Map([...given].filter(([name]) => system.wires.has(name)));
  return system.broken(solve(system, known)).length === 0;
}

/** The inputs, and the hints that a prover computes: the parts of a key and the digits of its bucket. */
function proverSignals(input: CircuitInput): Map<string, bigint> {
  const given = signals(input);
  const key = given.get("key");
  if (key === undefined) return given;
  const { route, rest } = splitKey(keyFromNumber(key));
  given.set("parts.route", route).set("parts.rest", rest);
  const { thermometer } = input;
  if (!Array.isArray(thermometer)) return given;
  const bucket = bucketOf(Number(route), thermometer.filter((bit) => bit === 1n).length);
  for (let i = 0; i < 48; i++) given.set(`digits.bits[${i}]`, (BigInt(bucket) >> BigInt(47 - i)) & 1n);
  return given;
}

function challengesOf(system: ConstraintSystem, input: CircuitInput): string {
  const values = solve(system, proverSignals(input));
  return CHALLENGES.map((name) => values[system.wires.get(name) ?? 0]).join();
}

/** A public input that may be another one, everything else as it was. */
function changeableInput(system: ConstraintSystem, honest: readonly CircuitInput[]): string | undefined {
  if (honest.length === 0) return undefined;
  const given = proverSignals(honest[0]!);
  const publicNames = ["commitment", "pageDigest", "key"].filter((name) => given.has(name));
  return publicNames.find((name) => {
    const changed = new Map(given).set(name, given.get(name)! + 1n);
    return system.broken(solve(system, changed)).length === 0;
  });
}
