/**
 * What a file of a host states about training with the host's content.
 *
 * - `reserved`: the host as a whole is closed or reserved
 * - `undecided`: a reservation of some paths or uses only, or one that is not understood; never taken for consent
 * - `unreadable`: the file is not of the type that its name says
 *
 * A file that reserves nothing has no finding.
 */
export type Finding = { verdict: "reserved" | "undecided" | "unreadable"; reason: string };

export const reserved = (reason: string): Finding => ({ verdict: "reserved", reason });
export const undecided = (reason: string): Finding => ({ verdict: "undecided", reason });
export const unreadable = (reason: string): Finding => ({ verdict: "unreadable", reason });

/** Whether a text is an HTML page, such as a server sends with status 200 in place of a file that it does not have. */
export const isPage = (text: string): boolean => /^\s*<(?:!doctype\s+html|html|head|body|!--)/i.test(text);
