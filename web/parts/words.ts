import { printable } from "../../prover/shared/names.ts";

/** How many characters of a stranger's text are shown in a table. */
export const SHORT = 48;
/** How many are shown where the text is the subject. */
export const LONG = 400;

/**
 * A stranger's text as the page shows it: characters that are invisible or change the direction of writing become
 * escapes, and the end of a long text is cut off visibly.
 */
export function shown(text: string, most = SHORT): { text: string; cut: number } {
  const characters = Array.from(text);
  return { text: printable(characters.slice(0, most).join("")), cut: Math.max(characters.length - most, 0) };
}

/** The same where there is no room to say how much is cut off. */
export function inBrief(text: string, most = SHORT): string {
  const { text: visible, cut } = shown(text, most);
  return cut > 0 ? `${visible}…` : visible;
}

/** `0x12345678…90abcdef` */
export const shortId = (id: string): string => (id.length <= 20 ? id : `${id.slice(0, 8)}…${id.slice(-6)}`);

/** The address of a stranger's link if the page may link to it: only secure web pages and content addresses. */
export function safeLink(uri: string): string | undefined {
  if (!/^(https|ipfs):\/\//i.test(uri)) return undefined;
  return URL.canParse(uri) ? new URL(uri).href : undefined;
}

/** As one word of a POSIX shell. */
export const quotedForShell = (value: string): string =>
  /^[\w./:=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
