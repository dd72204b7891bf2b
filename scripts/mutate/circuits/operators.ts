import type { Operator } from "../mutant.ts";

/** Neighbours of a number, and 0 and 1. */
const constants = ([digits]: RegExpExecArray, by: number) => String(Number(digits) + by);

/** A pattern in a line of Circom, and its replacement. */
export const OPERATORS: readonly Operator[] = [
  // Drop a constraint, or turn an assignment into one without a constraint.
  [/(?<=^ +(?:for \(.*?\) )?)[^ /].*? === .*?;/g, [""]],
  [/<==(?= [^A-Z])/g, ["<--"]],
  [
    /(?<=^ +(?:for \(.*?\) )?)(?!signal|component|var|for|return|template|include)[^ /][^;]*? (<==|\+=|\*=|-=|=) [^;]*;/g,
    [""],
  ],
  // Drop an assigned value.
  [/(?<=<== )[^;[]+(\[[^;]*\])?(?=;)/g, ["0", "1"]],
  // Constants, widths and sizes.
  [/(?<![\w.])\d+(?![\w.])/g, [(match) => constants(match, 1), (match) => constants(match, -1), "0", "1"]],
  [/(?<=Bits\()\d+(?=\))/g, ["254"]],
  // Another element, or a value of another place.
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
  // Swap two arguments, or two branches.
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
