import type { Operator } from "../mutant.ts";

/** Neighbours of a number, and the numbers that stand for nothing and for one. */
const constants = ([digits]: RegExpExecArray, by: number) => String(Number(digits) + by);

/** What is looked for in a line of Circom, and what it becomes. */
export const OPERATORS: readonly Operator[] = [
  // A constraint less, or an assignment without one.
  [/(?<=^ +(?:for \(.*?\) )?)[^ /].*? === .*?;/g, [""]],
  [/<==(?= [^A-Z])/g, ["<--"]],
  [
    /(?<=^ +(?:for \(.*?\) )?)(?!signal|component|var|for|return|template|include)[^ /][^;]*? (<==|\+=|\*=|-=|=) [^;]*;/g,
    [""],
  ],
  // A value that is not taken over.
  [/(?<=<== )[^;[]+(\[[^;]*\])?(?=;)/g, ["0", "1"]],
  // Constants, widths and sizes.
  [/(?<![\w.])\d+(?![\w.])/g, [(match) => constants(match, 1), (match) => constants(match, -1), "0", "1"]],
  [/(?<=Bits\()\d+(?=\))/g, ["254"]],
  // Another element, or what belongs to another place.
  [/(?<=\[)[a-z](?=\])/g, ["0", ([index]) => `${index} - 1`]],
  [/\bleft\b/g, ["right"]],
  [/\bright\b/g, ["left"]],
  [/\broutes\b/g, ["rests"]],
  [/\brests\b/g, ["routes"]],
  [/\.route\b/g, [".rest"]],
  [/\bgamma\b(?=[,)\]])/g, ["delta", "pageDigest"]],
  [/\bdelta\b(?=,)/g, ["gamma"]],
  [/\bbucketHashes\b/g, ["bucketIds"]],
  [/\bbucketIds\b/g, ["bucketHashes"]],
  [/\bfresh\b(?=\[)/g, ["moved"]],
  [/\.hash\b/g, [".packed"]],
  [/\bhashed\b(?=;|\[)/g, ["0"]],
  [/\bbase\b/g, ["offset"]],
  // Two arguments, or two branches, change places.
  [/(?<=\()([\w.[\]]+), ([\w.[\]]+)(?=[,)])/g, [([, a, b]) => `${b}, ${a}`]],
  [
    /(?<=\? )([^:;]+) : ([^;]+)(?=;)/g,
    [([, a, b]) => `${b} : ${a}`, ([, a]) => `${a} : ${a}`, ([, , b]) => `${b} : ${b}`],
  ],
  // Arithmetic and comparisons.
  [/(?<= )\+(?= )/g, ["-", "*"]],
  [/(?<= )-(?= )/g, ["+"]],
  [/(?<= )\*(?= )/g, ["+"]],
  [/(?<= )\*\*(?= )/g, ["*"]],
  [/(?<= )\/(?= )/g, ["*"]],
  [/(?<= )\\(?= )/g, ["%", "*"]],
  [/(?<= )%(?= )/g, ["\\"]],
  [/(?<= )\+=(?= )/g, ["-=", "="]],
  [/(?<= )-=(?= )/g, ["+="]],
  [/>>/g, ["<<"]],
  [/(?<= )&(?= )/g, ["|"]],
  [/(?<= )==(?= )/g, ["!="]],
  [/(?<= )!=(?= )/g, ["=="]],
  [/(?<= )<(?= )/g, ["<=", ">"]],
  [/(?<= )<=(?= )/g, ["<"]],
];

export const isCode = (text: string): boolean =>
  !/^\s*(\/\/|\/?\*|include|pragma|template|signal (input|output)\b[^<]*$)/.test(text);
