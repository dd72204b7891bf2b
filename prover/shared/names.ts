/**
 * Steers a terminal, breaks a line, turns the direction of writing or shows nothing; and what has no place in XML.
 * Spaces other than the usual one are among them: they could push the words behind a name out of sight.
 */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|(?! )\p{Zs}/gu;

/** A mark that would be drawn over the sign before it, which is not of the name. */
const LEADING_MARKS = /^\p{M}+/u;

/**
 * Names come from files and from other people's lists: what would steer a terminal, break a line or has no place in XML
 * is shown as a code.
 *
 * @example printable("a\nb") // a\u{a}b
 */
export const printable = (text: string): string =>
  text.replace(HIDDEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);

/**
 * A name in a sentence: in quotation marks, as JSON writes it, and what cannot be seen as codes. Whatever the name
 * is, the reader sees where it ends, and it can neither begin a line nor look like words of the sentence.
 *
 * @example quoted('web" is clean') // "web\" is clean"
 */
export const quoted = (name: string): string => {
  const text = JSON.stringify(name).slice(1, -1);
  return `"${text.replace(LEADING_MARKS, asCodes).replace(HIDDEN, asCodes)}"`;
};

/** Names in a sentence. */
export const quotedNames = (names: readonly string[]): string => names.map(quoted).join(", ");

/**
 * A label that stands before a colon: as it is when it is made of letters, digits and `.`, `_`, `/`, `-`, else
 * quoted.
 */
export const labelled = (label: string): string => (/^[\w./-]+$/.test(label) ? label : quoted(label));

/** As JSON writes characters that it does not show. */
function asCodes(text: string): string {
  return Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`).join(
    "",
  );
}
