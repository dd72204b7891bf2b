import type { Agents } from "./agents.ts";
import { type Finding, isPage, reserved, undecided, unreadable } from "./finding.ts";
import { closureOf } from "./pattern.ts";
import { names, parseRobots, type Robots, type Rule, rulesFor } from "./robots.ts";
import { usageFindings } from "./usage.ts";

/** Files that hold no works: that they may be fetched leaves a host closed. */
const NO_WORKS =
  /^\/(?:robots\.txt|(?:app-)?ads\.txt|sellers\.json|favicon\.ico|sitemap[^/]*|humans\.txt|\.well-known\/.*)\$?$/;

const EVERYONE = "*";

/**
 * What a robots.txt (RFC 9309) says: a host is reserved if it is closed as a whole to all crawlers or to one that trains, or
 * if its usage preferences say so. Licences (RSL) are judged where they lie; one that does not lie in the host's folder
 * is not decided.
 *
 * @param hasFile whether the host's folder has a file under that path
 */
export function judgeRobots(bytes: Uint8Array, agents: Agents, hasFile: (path: string) => boolean): Finding[] {
  const robots = parseRobots(bytes);
  if (isPage(robots.text)) return [unreadable("is a page and no robots.txt")];
  const named = namedIn(robots);
  const training = [...agents.training].filter((agent) => named.some((line) => names(line, agent)));
  const other = [...agents.other].filter((agent) => named.some((line) => names(line, agent)));
  const unknown = named.filter(
    (line) => line !== EVERYONE && ![...training, ...other].some((agent) => names(line, agent)),
  );
  return [
    ...closures(robots, [EVERYONE, ...training]),
    ...usageFindings(robots.unclaimed, "everyone"),
    ...[EVERYONE, ...training].flatMap((agent) => usageFindings(ownRules(robots, agent), agent)),
    ...asUndecided([...other, ...unknown].flatMap((agent) => usageFindings(ownRules(robots, agent), agent))),
    ...asUndecided(closures(robots, other)),
    ...robots.licences.filter((url) => !hasFile(pathOf(url))).map((url) => undecided(`${shown(url)} was not read`)),
    ...(robots.isCut ? [undecided("is longer than the 500 KiB that are read")] : []),
  ];
}

/**
 * What an ai.txt says in the syntax that Spawning's generator writes: that of robots.txt, with patterns of file names. All
 * of it is about training. There are other formats of this name; they are not decided.
 */
export function judgeAiTxt(bytes: Uint8Array): Finding[] {
  const robots = parseRobots(bytes);
  if (isPage(robots.text)) return [unreadable("is a page and no ai.txt")];
  const named = [...new Set(namedIn(robots))];
  const says = robots.text.split(/\r\n|\r|\n/).some((line) => line.replace(/#.*/, "").trim() !== "");
  if (named.length === 0) return says ? [undecided("is not in the syntax of robots.txt")] : [];
  return named.flatMap((agent) => [
    ...closuresOf(rulesFor(robots, agent), agent, true),
    ...usageFindings(rulesFor(robots, agent), agent),
  ]);
}

const closures = (robots: Robots, agents: readonly string[]): Finding[] => [
  ...agents.flatMap((agent) => closuresOf(ownRules(robots, agent), agent, agent !== EVERYONE)),
];

/** @param tellsParts whether rules about some paths are worth a word: for all crawlers, nearly every host has some */
function closuresOf(rules: readonly Rule[], agent: string, tellsParts: boolean): Finding[] {
  const { closed, except } = closureOf(
    rules.flatMap(({ field, value }) =>
      (field === "allow" || field === "disallow") && value !== ""
        ? [{ pattern: value, allows: field === "allow" }]
        : [],
    ),
  );
  const parts = except.filter((pattern) => !closed || !NO_WORKS.test(pattern));
  const list = `${parts.slice(0, 3).join(", ")}${parts.length > 3 ? ", …" : ""}`;
  if (closed && parts.length === 0) return [reserved(`closed to ${agent}`)];
  if (closed) return [undecided(`closed to ${agent}, but not ${list}`)];
  return tellsParts && parts.length > 0 ? [undecided(`closed to ${agent} in part: ${list}`)] : [];
}

/** The rules of the groups that name the crawler. */
const ownRules = (robots: Robots, agent: string): Rule[] =>
  namedIn(robots).some((line) => names(line, agent)) ? rulesFor(robots, agent) : [];

const namedIn = (robots: Robots): string[] => robots.groups.flatMap(({ agents }) => agents);

/** Reservations towards crawlers that are not known to train. */
const asUndecided = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ verdict }) => verdict === "reserved").map(({ reason }) => undecided(reason));

const pathOf = (url: string): string => (URL.parse(url, "https://host.invalid/")?.pathname ?? url).replace(/^\//, "");

const shown = (url: string): string => `the licence at ${url.split(/[?#]/)[0]!.slice(0, 160)}`;
