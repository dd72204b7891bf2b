import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Scheme } from "../fingerprint/scheme.ts";
import { dataError, usageError } from "../shared/errors.ts";
import { parseJson } from "../shared/json.ts";
import { listSources } from "../source/walk.ts";
import { decodeList } from "./decode.ts";
import type { Entry } from "./entry.ts";
import { entriesOfWork, nonEmpty } from "./lines.ts";

/** Product tokens of crawlers that collect text and images for training, as their operators document them. */
const TRAINING_AGENTS = [
  ...["ai2bot", "amazonbot", "anthropic-ai", "applebot-extended", "bytespider", "ccbot", "claudebot", "cohere-ai"],
  ...["diffbot", "facebookbot", "google-extended", "gptbot", "meta-externalagent", "omgili", "timpibot"],
];

/** Whether a host's file reserves the whole host. */
const JUDGES: Record<string, (bytes: Uint8Array, what: string) => boolean> = {
  "robots.txt": (bytes, what) => disallowsAll(bytes, what, TRAINING_AGENTS),
  "ai.txt": (bytes, what) => disallowsAll(bytes, what, []),
  "tdmrep.json": reservesAll,
};

/**
 * The hosts that have opted out of training, from a folder with one folder a host in which its `robots.txt` (RFC 9309),
 * `ai.txt` (the same syntax) or `.well-known/tdmrep.json` (TDM Reservation Protocol) lies, as mirroring tools save them.
 * A host is an entry when it is closed as a whole to a training crawler or to all crawlers. A reservation of some paths
 * only is none: it cannot be told from the host of a record.
 *
 * @throws data `blocklist/empty`, `blocklist/not-utf8`, `blocklist/bad-optout`; usage `blocklist/other-scheme`
 */
export function importOptOuts(path: string, scheme: Scheme): Entry[] {
  if (scheme.name !== "domain")
    throw usageError("blocklist/other-scheme", "opt-outs name hosts", "Use the scheme domain.");
  const entries: Entry[] = [];
  for (const source of listSources([{ path, format: "files" }])) {
    const judge = JUDGES[basename(source.name)];
    if (judge === undefined)
      throw dataError(
        "blocklist/bad-optout",
        `${source.name} is no opt-out file`,
        `Known: ${Object.keys(JUDGES).join(", ")}.`,
      );
    if (!judge(readFileSync(source.path), source.name)) continue;
    const host = dirname(source.name).replace(/\/\.well-known$/, "");
    entries.push(...entriesOfWork(scheme, Buffer.from(host, "utf8"), source.name));
  }
  return nonEmpty(entries, path);
}

/** Whether a group of rules for one of the agents, or for all, forbids "/" and allows nothing. */
function disallowsAll(bytes: Uint8Array, what: string, agents: readonly string[]): boolean {
  let names: string[] = [];
  let inRules = false;
  const closed = new Set<string>();
  const opened = new Set<string>();
  for (const line of decodeList(bytes, what).split(/\r\n|\r|\n/)) {
    const [, field = "", value = ""] = /^\s*([a-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?$/i.exec(line) ?? [];
    const key = field.toLowerCase();
    if (key === "user-agent") {
      names = inRules ? [value.toLowerCase()] : [...names, value.toLowerCase()];
      inRules = false;
    } else if (key === "allow" || key === "disallow") {
      inRules = true;
      const isAll = key === "disallow" && /^\/?\*?$/.test(value) && value !== "";
      for (const name of names) if (isAll) closed.add(name);
      for (const name of names) if (key === "allow" && value !== "") opened.add(name);
    }
  }
  return ["*", ...agents].some((name) => closed.has(name) && !opened.has(name));
}

/** Whether a TDMRep document reserves "/" or everything below it. */
function reservesAll(bytes: Uint8Array, what: string): boolean {
  const rules = parseJson(bytes, what);
  if (!Array.isArray(rules))
    throw dataError("blocklist/bad-optout", `${what} is not a list of rules`, "See TDMRep, section 6.");
  return rules.some((rule) => {
    if (rule === null || typeof rule !== "object" || Array.isArray(rule))
      throw dataError("blocklist/bad-optout", `${what} holds a rule that is no object`, "See TDMRep, section 6.");
    return rule["tdm-reservation"] === 1 && (rule.location === "/" || rule.location === "/*");
  });
}
