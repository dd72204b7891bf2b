import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { Scheme } from "../../fingerprint/scheme.ts";
import { hostOf } from "../../fingerprint/url.ts";
import { appendAll } from "../../shared/collections.ts";
import { DisjointError, dataError, usageError } from "../../shared/errors.ts";
import { reasonOf } from "../../shared/storage.ts";
import { stubIn } from "../../shared/stub.ts";
import { sortEntries } from "../columns.ts";
import type { BlocklistEntry } from "../entry.ts";
import type { ImportedEntries, LeftOutEntry } from "../imported.ts";
import { entriesOfWork } from "../lines.ts";
import { knownAgents, type UserAgents } from "./agents.ts";
import { evaluateAiTxt, evaluateRobots } from "./evaluateRobots.ts";
import { evaluateRsl } from "./evaluateRsl.ts";
import { evaluateTdmRep } from "./evaluateTdmRep.ts";
import { type Finding, unreadable } from "./finding.ts";

/** Number of hosts in a folder, by finding. Every host is counted once. */
type HostCounts = { hosts: number; listed: number; passedOver: number; undecided: number; unreadable: number };

/** Largest file that is read, in bytes. */
const LARGEST_FILE = 16 << 20;

/** A finding and the name of its file. */
type FileFinding = Finding & { name: string };

/**
 * The hosts that have opted out of training, from a folder with one folder per host, as mirroring tools save them:
 * `robots.txt` (RFC 9309, with Content-Signal and Content-Usage), `ai.txt`, `tdmrep.json` (TDM Reservation Protocol),
 * the latter two also in `.well-known`, and RSL licences (any `.xml`). A host becomes an entry when it is reserved as a
 * whole; its label gives files and reasons. Hosts whose reservation is partial or not understood, and files that are
 * not of the type that their names say, are left out and reported.
 *
 * @throws data `blocklist/not-found`, `blocklist/empty`; usage `blocklist/other-scheme`
 */
export function importOptOuts(path: string, scheme: Scheme, agents: UserAgents = knownAgents()): ImportedEntries {
  if (scheme.name !== "domain")
    throw usageError("blocklist/other-scheme", "opt-outs name hosts", "Use the scheme domain.");
  const hosts = hostsIn(path);
  const counts: HostCounts = { hosts: hosts.size, listed: 0, passedOver: 0, undecided: 0, unreadable: 0 };
  const entries: BlocklistEntry[] = [];
  const leftOut: LeftOutEntry[] = [];
  for (const [host, files] of hosts) {
    const findings = isHost(host)
      ? files.flatMap((file) => evaluate(file, host, path, agents, files))
      : files.map((name) => ({ name, ...unreadable("does not lie in a folder named like a host") }));
    const reasons = findings.filter(({ verdict }) => verdict === "reserved").map(said);
    const left = findings.filter(({ verdict }) => verdict === "unreadable" || reasons.length === 0);
    appendAll(
      leftOut,
      left.map(({ name, verdict, reason }) => ({ name, reason: `${WORDS[verdict]}: ${reason}` })),
    );
    counts[reasons.length > 0 ? "listed" : ((left.at(0) && worst(left)) ?? "passedOver")]++;
    if (reasons.length > 0)
      appendAll(entries, entriesOfWork(scheme, Buffer.from(host), [...new Set(reasons)].join("; ")));
  }
  if (entries.length === 0) throw noneReserved(path, counts, leftOut);
  return { entries: sortEntries(entries), leftOut, counts };
}

function noneReserved(path: string, counts: HostCounts, leftOut: readonly LeftOutEntry[]): DisjointError {
  const found = Object.entries(counts).map(([name, n]) => `${name} ${n}`);
  const examples = leftOut.slice(0, 5).map(said).join("; ");
  return dataError(
    "blocklist/empty",
    `${path} names no host that is reserved as a whole (${found.join(", ")})`,
    `A list needs at least one entry.${examples === "" ? "" : ` Left out: ${examples}`}`,
  );
}

const WORDS = { reserved: "reserved", undecided: "not decided", unreadable: "could not be read" } as const;

const said = ({ name, reason }: LeftOutEntry): string => `${name}: ${reason}`;

const worst = (findings: readonly Finding[]): "undecided" | "unreadable" =>
  findings.some(({ verdict }) => verdict === "undecided") ? "undecided" : "unreadable";

/** The names of the files below a folder, grouped by their first folder and sorted. */
function hostsIn(path: string): Map<string, string[]> {
  let found: Dirent[];
  try {
    found = readdirSync(path, { withFileTypes: true, recursive: true });
  } catch (error) {
    const problem = `${path} cannot be read: ${reasonOf(error)}`;
    throw dataError("blocklist/not-found", problem, "Give a folder that holds one folder for each host.", error);
  }
  const names = found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
  const hosts = Map.groupBy(names, (name) => (name.includes("/") ? name.split("/")[0]! : ""));
  if (hosts.size > 0) return hosts;
  throw dataError("blocklist/empty", `${path} holds no file`, "Give a folder that holds one folder for each host.");
}

function isHost(name: string): boolean {
  try {
    return hostOf(name) !== "" && name.includes(".");
  } catch (error) {
    if (error instanceof DisjointError) return false;
    throw error;
  }
}

function evaluate(
  name: string,
  host: string,
  folder: string,
  agents: UserAgents,
  files: readonly string[],
): FileFinding[] {
  const below = name.slice(host.length + 1);
  let bytes: Uint8Array;
  try {
    const { size } = statSync(join(folder, name));
    if (size > LARGEST_FILE) return [{ name, ...unreadable(`has ${size} bytes`) }];
    bytes = readFileSync(join(folder, name));
  } catch (error) {
    return [{ name, ...unreadable((error as Error).message) }];
  }
  const findings = (): Finding[] => {
    const stub = stubIn(bytes, name);
    if (stub !== undefined) return [unreadable(`is ${stub.kind}`)];
    if (below === "robots.txt") return evaluateRobots(bytes, agents, (path) => files.includes(`${host}/${path}`));
    if (/^(?:\.well-known\/)?ai\.txt$/.test(below)) return evaluateAiTxt(bytes);
    if (/^(?:\.well-known\/)?tdmrep\.json$/.test(below)) return evaluateTdmRep(bytes, host, name);
    if (/\.xml$/i.test(below)) return evaluateRsl(bytes, host);
    return [unreadable("is not an opt-out file (robots.txt, ai.txt, tdmrep.json or a license in .xml)")];
  };
  return findings().map((finding) => ({ name, ...finding }));
}
