/**
 * Characters that control a terminal, break a line, change the direction of writing, are invisible or are not allowed
 * in XML. Spaces other than U+0020 are among them, because they could push the text behind a name out of sight.
 */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|(?! )\p{Zs}/gu;

/** Combining marks at the start would be drawn over the character before the name. */
const LEADING_MARKS = /^\p{M}+/u;

/**
 * Shows a name that comes from outside, such as from a file or someone else's list: unsafe characters become escapes.
 *
 * @example printable("a\nb") // a\u{a}b
 */
export const printable = (text: string): string =>
  text.replace(HIDDEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);

/**
 * Quotes a name for a sentence: as JSON writes it, with unsafe characters as escapes. The reader sees where the name
 * ends, and no name can start a line or look like words of the sentence.
 *
 * @example quoted('web" is clean') // "web\" is clean"
 */
export const quoted = (name: string): string => {
  const text = JSON.stringify(name).slice(1, -1);
  return `"${text.replace(LEADING_MARKS, asCodes).replace(HIDDEN, asCodes)}"`;
};

/** Quotes names for a sentence. */
export const quotedNames = (names: readonly string[]): string => names.map(quoted).join(", ");

/** A label before a colon: unchanged if it has only letters, digits, `.`, `_`, `/` and `-`, quoted otherwise. */
export const labelled = (label: string): string => (/^[\w./-]+$/.test(label) ? label : quoted(label));

/** Characters as JSON escapes. */
function asCodes(text: string): string {
  return Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`).join(
    "",
  );
}
