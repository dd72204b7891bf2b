import { readFileSync } from "node:fs";
import { dataError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import { parseJson } from "../../shared/json.ts";
import { decodeList, linesOf } from "../decode.ts";

/**
 * Product tokens of crawlers in lower case. `training`: their operators train, or collect for others who train.
 * `other`: agents of AI services that are not known to train; a host that is closed to one of these is reported as
 * undecided.
 */
export type UserAgents = { training: ReadonlySet<string>; other: ReadonlySet<string> };

/** From ai.robots.txt on the day given in the file, with the purposes that it lists. */
export function knownAgents(): UserAgents {
  const { training, other } = JSON.parse(readFileSync(new URL("agents.json", import.meta.url), "utf8")) as {
    training: string[];
    other: string[];
  };
  return { training: new Set(training), other: new Set(other) };
}

/**
 * The crawlers that a file names, all taken as training: one product token per line (# begins a comment), or the
 * `robots.json` of ai.robots.txt, an object whose keys are the tokens.
 *
 * @throws data `blocklist/not-found`, `blocklist/bad-agents`
 */
export async function readAgents(path: string): Promise<UserAgents> {
  const bytes = await readInput(path, "blocklist/not-found", "Give the file of the crawlers.");
  const text = decodeList(bytes, path);
  const names = text.trimStart().startsWith("{")
    ? Object.keys(parseJson(bytes, path) as Record<string, unknown>)
    : linesOf(text, path).map((line) => line.replace(/#.*/, "").trim());
  const training = names.filter((name) => name !== "").map((name) => name.toLowerCase());
  if (training.length > 0) return { training: new Set(training), other: new Set() };
  throw dataError("blocklist/bad-agents", `${path} names no crawler`, "Write one product token a line.");
}
