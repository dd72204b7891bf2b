import { encodingOf } from "../decode.ts";

/** What a parser of robots.txt reads at least, and here at most (RFC 9309, 2.5): 500 KiB. */
const PARSED_BYTES = 500 * 1024;

/** A rule of a group by its field, in lower case. */
export type Rule = { field: "allow" | "disallow" | "content-signal" | "content-usage"; value: string };

/** Rules and the crawlers that they are for; `agents` as written, in lower case. */
type Group = { agents: string[]; rules: Rule[] };

/** A robots.txt as it was read. `unclaimed`: rules before the first group. `isCut`: it is longer than what is parsed. */
export type Robots = { text: string; groups: Group[]; unclaimed: Rule[]; licences: string[]; isCut: boolean };

const FIELDS: [name: string, pattern: RegExp][] = [
  ["user-agent", /^user[- ]?agent$/i],
  ["allow", /^allow$/i],
  // With the misspellings that crawlers take for it.
  ["disallow", /^(?:disallow|dissallow|dissalow|disalow|diasllow|disallaw)$/i],
  ["content-signal", /^content-signals?$/i],
  ["content-usage", /^content-usage$/i],
  ["license", /^licen[cs]e$/i],
];

/**
 * Reads a robots.txt as RFC 9309 says: groups begin with lines of user agents, comments begin with #, unknown fields do
 * not end a group, and bytes that are no UTF-8 spoil nothing but themselves.
 */
export function parseRobots(bytes: Uint8Array): Robots {
  const text = textOf(bytes);
  const robots: Robots = { text, groups: [], unclaimed: [], licences: [], isCut: bytes.length > PARSED_BYTES };
  let current: Group | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, name = "", value = ""] = /^\s*([a-z][a-z -]*?)\s*:\s*(.*?)\s*$/i.exec(line.replace(/#.*/, "")) ?? [];
    const field = FIELDS.find(([, pattern]) => pattern.test(name))?.[0];
    if (field === "license") robots.licences.push(value);
    else if (field === "user-agent") {
      if (current === undefined || current.rules.length > 0) {
        current = { agents: [], rules: [] };
        robots.groups.push(current);
      }
      current.agents.push(value.toLowerCase());
    } else if (field !== undefined) (current?.rules ?? robots.unclaimed).push({ field: field as Rule["field"], value });
  }
  return robots;
}

function textOf(bytes: Uint8Array): string {
  const { encoding } = encodingOf(bytes);
  const parsed = bytes.subarray(0, PARSED_BYTES);
  const text = new TextDecoder(encoding === "UTF-32" ? "utf-8" : encoding).decode(parsed);
  // What the limit cuts a line to could say more than the line.
  return bytes.length > PARSED_BYTES ? text.replace(/[^\r\n]*$/, "") : text;
}

/** Whether a line of a user agent names a crawler, with or without a version behind it, in whatever case. */
export const names = (line: string, agent: string): boolean =>
  line === agent || line.split("/")[0]!.trim() === agent || /^[a-z0-9_.-]*/.exec(line)![0] === agent;

/** The rules for a crawler: those of all groups that name it, or else those of all groups for `*`. */
export function rulesFor(robots: Robots, agent: string): Rule[] {
  const own = robots.groups.filter(({ agents }) => agents.some((line) => names(line, agent)));
  const groups = own.length > 0 ? own : robots.groups.filter(({ agents }) => agents.includes("*"));
  return groups.flatMap(({ rules }) => rules);
}
