/** One small change: at `offset` of `source` (the text of contracts/<file>) `from` becomes `to`. `text`: its line. */
export type Mutant = {
  file: string;
  source: string;
  offset: number;
  line: number;
  text: string;
  from: string;
  to: string;
};

/** What is looked for in a line of code, and what it becomes. */
const OPERATORS: readonly [RegExp, readonly string[]][] = [
  [/(?<= )==(?= )/g, ["!="]],
  [/(?<= )!=(?= )/g, ["=="]],
  [/(?<= )<(?= )/g, ["<=", ">="]],
  [/(?<= )<=(?= )/g, ["<", ">"]],
  [/(?<= )>(?= )/g, [">=", "<="]],
  [/(?<= )>=(?= )/g, [">", "<"]],
  [/(?<= )&&(?= )/g, ["||"]],
  [/(?<= )\|\|(?= )/g, ["&&"]],
  [/(?<= )\+(?= )/g, ["-"]],
  [/(?<= )-(?= )/g, ["+"]],
  [/(?<= )\*(?= )/g, ["/"]],
  [/(?<= )\/(?= )/g, ["*"]],
  [/(?<= )%(?= )/g, ["/"]],
  [/(?<= )&(?= )/g, ["|"]],
  [/(?<= )\|(?= )/g, ["&"]],
  [/\|=/g, ["&="]],
  [/(?<= )\+=(?= )/g, ["-="]],
  [/<</g, [">>"]],
  [/~(?=\()/g, [""]],
  [/!(?=[\w(])/g, [""]],
  [/\btrue\b/g, ["false"]],
  [/\bfalse\b/g, ["true"]],
  [/\bmsg\.sender\b/g, ["address(this)"]],
  [/\bif \([^{}]*\) (?=revert|return)/g, ["if (false) "]],
  [/^ *emit .*;$/g, [""]],
  [/^ *delete .*;$/g, [""]],
  [/(?<= )0(?=;|\))/g, ["1"]],
  [/(?<= )1(?=;|\))/g, ["0", "2"]],
  [/(?<= )(onlyOwner(\(list\))?|onlyClean\(release\)|onlyEas)(?= )/g, [""]],
  // A statement less: a call whose answer nobody takes, or an assignment.
  [/^ *_?[a-z][\w.]*\([^{}]*\);$/g, [""]],
  [/^ *\(?[_a-z][\w.,[\]() ]* [-+|&]?= [^{}]*;$/g, [""]],
  // The instructions of assembly.
  [/^ *mstore\(.*\)$|^ *mcopy\(.*\)$|^ *calldatacopy\(.*\)$/g, [""]],
  [/\baddmod\(/g, ["mulmod("]],
  [/\bmulmod\(/g, ["addmod("]],
  [/\bmul\(/g, ["add("]],
  [/\badd\(/g, ["sub("]],
  [/\bsub\(/g, ["add("]],
  [/\blt\(/g, ["gt("]],
  [/\beq\(/g, ["lt("]],
  [/\band\(/g, ["or("]],
  [/\bshr\(/g, ["shl("]],
  [/(?<=staticcall\(gas\(\), )\d/g, ["2"]],
  [/(?<=[(,] ?)(32|64|96|128|192)(?=[,)])/g, ["0"]],
];

/** Every single change that the operators make to the code of a contract; comments and imports are left alone. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const mutants: Mutant[] = [];
  let start = 0;
  for (const [index, text] of source.split("\n").entries()) {
    if (isCode(text)) {
      for (const [pattern, replacements] of OPERATORS)
        for (const match of text.matchAll(pattern))
          for (const to of replacements) {
            const place = { offset: start + match.index, line: index + 1, text: text.trim() };
            mutants.push({ file, source, ...place, from: match[0], to });
          }
    }
    start += text.length + 1;
  }
  return mutants;
}

const isCode = (text: string): boolean => !/^\s*(\/\/|\*|import|pragma|using|error |event )/.test(text);
