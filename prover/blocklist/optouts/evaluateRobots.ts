import type { UserAgents } from "./agents.ts";
import { type Finding, isPage, reserved, undecided, unreadable } from "./finding.ts";
import { closureOf } from "./pattern.ts";
import { parseRobots, type Rule, rulesOf } from "./robots.ts";
import { usageFindings } from "./usage.ts";

/** Files that hold no works: a host stays closed even if these may be fetched. */
const NO_WORKS =
  /^\/(?:robots\.txt|(?:app-)?ads\.txt|sellers\.json|favicon\.ico|sitemap[^/]*|humans\.txt|\.well-known\/.*)\$?$/;

const EVERYONE = "*";

/**
 * Findings of a robots.txt (RFC 9309): a host is reserved if it is closed as a whole to all crawlers or to one that
 * trains, or if its usage preferences say so. Licences (RSL) are evaluated as files of their own; one that is not in
 * the host's folder is undecided.
 *
 * @param hasFile whether the host's folder has a file under that path
 */
export function evaluateRobots(bytes: Uint8Array, agents: UserAgents, hasFile: (path: string) => boolean): Finding[] {
  const robots = parseRobots(bytes);
  if (isPage(robots.text)) return [unreadable("is a page and no robots.txt")];
  const training = [EVERYONE, ...agents.training].filter((agent) => robots.byAgent.has(agent));
  const other = [...agents.other].filter((agent) => robots.byAgent.has(agent));
  const claimed = new Set(training.flatMap((agent) => [...robots.byAgent.get(agent)!]));
  const ofOthers = robots.groups.filter((group) => !claimed.has(group));
  return [
    ...training.flatMap((agent) => closuresOf(rulesOf(robots, agent)!, agent, agent !== EVERYONE)),
    ...training.flatMap((agent) => usageFindings(rulesOf(robots, agent)!, agent)),
    ...usageFindings(robots.unclaimed, "everyone"),
    ...asUndecided(ofOthers.flatMap(({ agents, rules }) => usageFindings(rules, agents[0]!))),
    ...asUndecided(
      other
        .flatMap((agent) => closuresOf(rulesOf(robots, agent)!, agent, false))
        .filter(({ verdict }) => verdict === "reserved"),
    ),
    ...robots.licences.filter((url) => !hasFile(pathOf(url))).map((url) => undecided(`${shown(url)} was not read`)),
    ...(robots.isCut ? [undecided("is longer than the 500 KiB that are read")] : []),
  ];
}

/**
 * Findings of an ai.txt in the syntax that Spawning's generator writes: that of robots.txt, with patterns of file
 * names. All of it is about training. Other formats of this name are undecided.
 */
export function evaluateAiTxt(bytes: Uint8Array): Finding[] {
  const robots = parseRobots(bytes);
  if (isPage(robots.text)) return [unreadable("is a page and no ai.txt")];
  const named = [...new Set(robots.groups.map(({ agents }) => agents[0]!))];
  const says = robots.text.split(/\r\n|\r|\n/).some((line) => line.replace(/#.*/, "").trim() !== "");
  if (named.length === 0) return says ? [undecided("is not in the syntax of robots.txt")] : [];
  return named.flatMap((agent) => {
    const rules = rulesOf(robots, agent)!;
    return [...closuresOf(rules, agent, true), ...usageFindings(rules, agent)];
  });
}

/** @param tellsParts whether to report rules about some paths only: for all crawlers, nearly every host has some */
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

/** Reservations towards crawlers that are not known to train. */
const asUndecided = (findings: readonly Finding[]): Finding[] => findings.map(({ reason }) => undecided(reason));

const pathOf = (url: string): string => (URL.parse(url, "https://host.invalid/")?.pathname ?? url).replace(/^\//, "");

const shown = (url: string): string => `the licence at ${url.split(/[?#]/)[0]!.slice(0, 160)}`;
