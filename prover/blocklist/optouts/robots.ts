import { encodingOf } from "../decode.ts";

/** Least size that a parser of robots.txt must read (RFC 9309, 2.5), and the limit here: 500 KiB. */
const PARSED_BYTES = 500 * 1024;

/** A rule of a group by its field, in lower case. */
export type Rule = { field: "allow" | "disallow" | "content-signal" | "content-usage"; value: string };

/** Rules and the crawlers that they are for; `agents` as written, in lower case. */
type Group = { agents: string[]; rules: Rule[] };

/**
 * A parsed robots.txt. `byAgent`: the groups of a crawler, in lower case. `unclaimed`: rules before the first group.
 * `isCut`: the file is longer than the limit.
 */
type Robots = {
  text: string;
  groups: Group[];
  byAgent: Map<string, Set<Group>>;
  unclaimed: Rule[];
  licences: string[];
  isCut: boolean;
};

const FIELDS: [name: string, pattern: RegExp][] = [
  ["user-agent", /^user[- ]?agent$/i],
  ["allow", /^allow$/i],
  // Includes the misspellings that crawlers accept.
  ["disallow", /^(?:disallow|dissallow|dissalow|disalow|diasllow|disallaw)$/i],
  ["content-signal", /^content-signals?$/i],
  ["content-usage", /^content-usage$/i],
  ["license", /^licen[cs]e$/i],
];

/**
 * Parses a robots.txt according to RFC 9309: groups begin with lines of user agents, comments begin with #, unknown
 * fields do not end a group, and bytes that are not UTF-8 affect nothing else.
 */
export function parseRobots(bytes: Uint8Array): Robots {
  const text = textOf(bytes);
  const isCut = bytes.length > PARSED_BYTES;
  const robots: Robots = { text, groups: [], byAgent: new Map(), unclaimed: [], licences: [], isCut };
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
      for (const agent of namesIn(value.toLowerCase())) claim(robots.byAgent, agent, current);
    } else if (field !== undefined) (current?.rules ?? robots.unclaimed).push({ field: field as Rule["field"], value });
  }
  return robots;
}

function textOf(bytes: Uint8Array): string {
  const { encoding } = encodingOf(bytes);
  const parsed = bytes.subarray(0, PARSED_BYTES);
  const text = new TextDecoder(encoding === "UTF-32" ? "utf-8" : encoding).decode(parsed);
  // A line cut off by the limit could have a wider meaning than the whole line.
  return bytes.length > PARSED_BYTES ? text.replace(/[^\r\n]*$/, "") : text;
}

function claim(byAgent: Robots["byAgent"], agent: string, group: Group): void {
  const groups = byAgent.get(agent);
  if (groups === undefined) byAgent.set(agent, new Set([group]));
  else groups.add(group);
}

/**
 * The crawlers that a user agent line may mean: as written, without a version, and its first word as a product token.
 */
const namesIn = (line: string): string[] => [line, line.split("/")[0]!.trim(), /^[a-z0-9_.-]*/.exec(line)![0]];

/** The rules of the groups that name a crawler, merged; undefined if none does, so that those for `*` apply. */
export function rulesOf({ byAgent }: Robots, agent: string): Rule[] | undefined {
  const groups = byAgent.get(agent);
  return groups && [...groups].flatMap(({ rules }) => rules);
}
