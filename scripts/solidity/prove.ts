/** Proves the assertions of a contract for all inputs, with solc's SMTChecker and Z3 as WebAssembly. */
import solc from "solc";
import { init } from "z3-solver";
import type { Sources } from "./imports.ts";

/** The result for a contract: how many assertions were proved, and the checker's messages about the others. */
type Proofs = { shown: number; doubts: string[] };

/** The error code of "CHC: Assertion violation check is safe!". */
const SHOWN = "9576";
/** Assembly somewhere in the file. If a harness called it, its assertions would be reported as unproved. */
const BESIDE_THE_POINT = "5724";
const TIMEOUT_MS = 60_000;
/** An answer can lead to further queries. */
const MAX_ROUNDS = 5;

type Message = { errorCode?: string; severity: string; type: string; formattedMessage: string };
type Output = { errors?: Message[]; auxiliaryInputRequested?: { smtlib2queries?: Record<string, string> } };

/** Answers the checker's queries, and runs it again with the answers until it has no more. */
export async function prove(sources: Sources, file: string, contract: string): Promise<Proofs> {
  const input = {
    language: "Solidity",
    sources: Object.fromEntries([...sources].map(([path, content]) => [path, { content }])),
    settings: {
      evmVersion: "cancun",
      modelChecker: {
        engine: "chc",
        solvers: ["smtlib2"],
        targets: ["assert"],
        contracts: { [file]: [contract] },
        showProvedSafe: true,
        showUnproved: true,
      },
    },
  };
  const answers: Record<string, string> = {};
  let output = run(input);
  for (let round = 0; round < MAX_ROUNDS; ++round) {
    const asked = Object.entries(output.auxiliaryInputRequested?.smtlib2queries ?? {});
    const fresh = asked.filter(([hash]) => !(hash in answers));
    if (fresh.length === 0) break;
    for (const [hash, question] of fresh) answers[hash] = await answer(question);
    output = run({ ...input, auxiliaryInput: { smtlib2responses: answers } });
  }
  const { errors = [] } = output;
  const failed = errors.filter(({ severity, type }) => severity === "error" && type !== "Warning");
  if (failed.length > 0) throw new Error(failed.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const about = errors.filter(
    ({ errorCode, formattedMessage }) => /CHC|SMT/.test(formattedMessage) && errorCode !== BESIDE_THE_POINT,
  );
  return {
    shown: about.filter(({ errorCode }) => errorCode === SHOWN).length,
    doubts: about.filter(({ errorCode }) => errorCode !== SHOWN).map((each) => each.formattedMessage),
  };
}

function run(input: object): Output {
  return JSON.parse(solc.compile(JSON.stringify(input))) as Output;
}

let started: ReturnType<typeof init> | undefined;

async function answer(question: string): Promise<string> {
  started ??= init();
  const { Z3 } = await started;
  const configuration = Z3.mk_config();
  const context = Z3.mk_context(configuration);
  Z3.del_config(configuration);
  try {
    return await Z3.eval_smtlib2_string(context, `(set-option :timeout ${TIMEOUT_MS})\n${question}`);
  } finally {
    Z3.del_context(context);
  }
}
