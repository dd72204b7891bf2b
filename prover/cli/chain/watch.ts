import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Deployment } from "../../chain/deployment/document.ts";
import { readRegistry } from "../../chain/indexer/snapshot.ts";
import { openIndex } from "../../chain/indexer/store.ts";
import { compareRegistries, type RegistryEvent, watchedVerdicts } from "../../registry/compare.ts";
import { describeBlock } from "../../registry/describe.ts";
import { openRegistry, type Registry } from "../../registry/judge.ts";
import { readSnapshot } from "../../registry/readSnapshot.ts";
import { hasLeftChain } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { chainError, DisjointError, dataError, usageError } from "../../shared/errors.ts";
import { readInput, writeFileAtomic } from "../../shared/files.ts";
import { count } from "../../shared/format.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { OnProgress } from "../../shared/progress.ts";
import type { Run, Said, Values } from "../commands/definition.ts";
import type { Outcome } from "../outcome.ts";
import { exactly, optional } from "../values.ts";
import { registryIn, unknown } from "./registry.ts";
import { endingOfVerdict } from "./status.ts";
import { describeEvent } from "./watchEvents.ts";
import { confirmationsIn, idIn, withDeployment } from "./where.ts";

export const runWatch: Run = async ({ positionals, values, onProgress, say }) => {
  const [text] = exactly(positionals, ["ID"]);
  const subject = idIn(text);
  const interval = intervalIn(values);
  if (values.follow === true && optional(values, "rpc") === undefined)
    throw usageError("cli/missing-option", "--follow without --rpc", "Name a node: an index does not grow by itself.");
  if (optional(values, "index") !== undefined)
    return toOutcome(await look(subject, values, await registryIn(values, onProgress), async () => false));
  return withDeployment(values, async (chain, deployment) => {
    const read = readerOf(chain, deployment, values, onProgress);
    const isLost = ({ snapshot }: Registry) => hasLeftChain(chain, snapshot.at);
    const first = await look(subject, values, await read(), isLost);
    if (values.follow !== true) return toOutcome(first);
    return follow(first, interval, read, isLost, say);
  });
};

/** What one look at a registry found. `before`: what the look before it saw. */
type Look = {
  subject: string;
  cursor: string | undefined;
  before: Registry | null;
  after: Registry;
  events: RegistryEvent[];
};

/** Reads the registry as it is now; what was read before is not read again. */
function readerOf(chain: Chain, deployment: Deployment, values: Values, onProgress: OnProgress) {
  const options = { index: openIndex(":memory:", deployment), confirmations: confirmationsIn(values), onProgress };
  return async () => openRegistry(await readRegistry(chain, deployment, options));
}

type IsLost = (registry: Registry) => Promise<boolean>;

async function look(subject: string, values: Values, after: Registry, isLost: IsLost): Promise<Look> {
  if (!after.lists.has(subject) && !after.releases.has(subject)) throw unknown(subject, "list and no release");
  const cursor = optional(values, "cursor");
  const before = cursor === undefined ? null : await readCursor(cursor, after);
  const found = { subject, cursor, before, after, events: await eventsOf(subject, before, after, isLost) };
  if (values.follow !== true) await keep(found);
  return found;
}

async function eventsOf(subject: string, before: Registry | null, after: Registry, isLost: IsLost) {
  const changes = compareRegistries(before, after, subject);
  if (before === null || !(await isLost(before))) return changes;
  // What was read just before the reorganization would be said, and taken back by the next look.
  if (await isLost(after))
    throw chainError("chain/unsettled", "the chain was reorganized while it was read", "Run again.");
  const { chainId, at } = after.snapshot;
  return [{ chainId, at, type: "reorganized" as const, before: before.snapshot.at }, ...changes];
}

/** A killed run has said what is kept. What it has said and not kept, the next one says again. */
async function keep({ cursor, after }: Look): Promise<void> {
  if (cursor !== undefined) await writeFileAtomic(cursor, stringifyJson(after.snapshot));
}

/** Says what changes, until the process is ended. A node that fails is asked again. */
async function follow(
  first: Look,
  interval: number,
  read: () => Promise<Registry>,
  isLost: IsLost,
  say: (found: Said) => void,
): Promise<never> {
  const { subject } = first;
  for (let last = first; ; await sleep(1000 * interval)) {
    for (const event of last.events) say({ json: event, text: describeEvent(event).join("\n") });
    await keep(last);
    try {
      const after = await read();
      const before = last.after;
      last = { ...last, before, after, events: await eventsOf(subject, before, after, isLost) };
    } catch (error) {
      if (!(error instanceof DisjointError) || error.kind !== "chain") throw error;
      process.stderr.write(`${error.code}: ${error.message}\n`);
      last = { ...last, events: [] };
    }
  }
}

function toOutcome({ subject, before, after, events }: Look): Outcome {
  const endings = watchedVerdicts(before, after, subject).map(endingOfVerdict);
  const outcome =
    endings.length === 0 || endings.includes("open") ? "open" : endings.includes("behind") ? "behind" : "true";
  const summary = `${count(events.length, "event")}, ${describeBlock(after.snapshot)}`;
  return {
    verdict: outcome === "true",
    outcome,
    json: { subject, events },
    lines: events,
    text: [...events.flatMap(describeEvent), summary].join("\n"),
  };
}

/** The state that the last run saw; null before the first one. */
async function readCursor(path: string, { snapshot }: Registry): Promise<Registry | null> {
  if (!existsSync(path)) return null;
  const before = readSnapshot(await readInput(path, "registry/not-found", "Name a file that `chain watch` wrote."));
  const home = ({ chainId, contracts }: Registry["snapshot"]) => stringifyJson({ chainId, contracts });
  if (home(before) === home(snapshot)) return openRegistry(before);
  throw dataError("index/other-deployment", `${path} is the cursor of another deployment`, "Use another file.");
}

/** @throws usage `cli/bad-option` */
function intervalIn(values: Values): number {
  const text = optional(values, "interval") ?? "12";
  if (/^[1-9][0-9]{0,4}$/.test(text)) return Number(text);
  throw usageError("cli/bad-option", `--interval ${text} must be a number of seconds`, "For example --interval 12.");
}
