import { sha256 } from "../../prover/shared/files.ts";

/** A small change: at `offset` in `source`, the text of a file, `from` becomes `to`. `text`: the line. */
export type Mutant = {
  file: string;
  source: string;
  offset: number;
  line: number;
  text: string;
  from: string;
  to: string;
};

/** A pattern in a line of code, and its replacements. */
export type Operator = readonly [
  pattern: RegExp,
  replacements: readonly (string | ((match: RegExpExecArray) => string))[],
];

/** A change that does not alter behavior. `in`: the code, unique in the file, that contains it. */
export type Equivalent = { file: string; from: string; to: string; in: string; because: string };

/** Every change that the operators make to the lines of a file that are code. */
export function mutantsOf(
  file: string,
  source: string,
  operators: readonly Operator[],
  isCode: (line: string) => boolean,
): Mutant[] {
  const mutants: Mutant[] = [];
  let start = 0;
  for (const [index, text] of source.split("\n").entries()) {
    if (isCode(text)) {
      for (const [pattern, replacements] of operators)
        for (const match of text.matchAll(pattern))
          for (const replacement of replacements) {
            const to = typeof replacement === "string" ? replacement : replacement(match);
            const place = { offset: start + match.index, line: index + 1, text: text.trim() };
            if (to !== match[0]) mutants.push({ file, source, ...place, from: match[0], to });
          }
    }
    start += text.length + 1;
  }
  return mutants;
}

/** The text of the file after the change. */
export const applied = ({ source, offset, from, to }: Mutant): string =>
  source.slice(0, offset) + to + source.slice(offset + from.length);

export const idOf = (mutant: Mutant): string => sha256(JSON.stringify(mutant)).slice(0, 12);

export const isEquivalent = (mutant: Mutant, list: readonly Equivalent[]): boolean =>
  list.some(
    (known) =>
      known.file === mutant.file &&
      known.from === mutant.from.trim() &&
      known.to === mutant.to.trim() &&
      isIn(known.in, mutant),
  );

/** Whether the change is inside the given code. */
function isIn(code: string, { source, offset, from }: Mutant): boolean {
  const start = source.indexOf(code);
  return start >= 0 && start < offset + from.length && offset < start + code.length;
}
