import { existsSync } from "node:fs";
import { compareRegistries, type RegistryEvent, watchedVerdicts } from "../../registry/compare.ts";
import { describeBlock, describeList, describeState, describeSubject, toIsoTime } from "../../registry/describe.ts";
import { openRegistry, type Registry } from "../../registry/judge.ts";
import { readSnapshot } from "../../registry/readSnapshot.ts";
import { dataError } from "../../shared/errors.ts";
import { readInput, writeFileAtomic } from "../../shared/files.ts";
import { count } from "../../shared/format.ts";
import { stringifyJson } from "../../shared/json.ts";
import { quoted } from "../../shared/names.ts";
import type { Run } from "../commands/definition.ts";
import { exactly, optional } from "../values.ts";
import { registryIn, unknown } from "./registry.ts";
import { endingOfVerdict } from "./status.ts";
import { idIn } from "./where.ts";

export const runWatch: Run = async ({ positionals, values, onProgress }) => {
  const [text] = exactly(positionals, ["ID"]);
  const subject = idIn(text);
  const cursor = optional(values, "cursor");
  const after = await registryIn(values, onProgress);
  if (!after.lists.has(subject) && !after.releases.has(subject)) throw unknown(subject, "list and no release");
  const before = cursor === undefined ? null : await readCursor(cursor, after);
  const events = compareRegistries(before, after, subject);
  const endings = watchedVerdicts(before, after, subject).map(endingOfVerdict);
  const outcome =
    endings.length === 0 || endings.includes("open") ? "open" : endings.includes("behind") ? "behind" : "true";
  if (cursor !== undefined) await writeFileAtomic(cursor, stringifyJson(after.snapshot));
  const summary = `${count(events.length, "event")}, ${describeBlock(after.snapshot)}`;
  return {
    verdict: outcome === "true",
    outcome,
    json: { subject, events },
    lines: events,
    text: [...events.flatMap(describeEvent), summary].join("\n"),
  };
};

/** The state that the last run saw; null before the first one. */
async function readCursor(path: string, { snapshot }: Registry): Promise<Registry | null> {
  if (!existsSync(path)) return null;
  const before = readSnapshot(await readInput(path, "registry/not-found", "Name a file that `chain watch` wrote."));
  const home = ({ chainId, contracts }: Registry["snapshot"]) => stringifyJson({ chainId, contracts });
  if (home(before) === home(snapshot)) return openRegistry(before);
  throw dataError("index/other-deployment", `${path} is the cursor of another deployment`, "Use another file.");
}

function describeEvent(event: RegistryEvent): string[] {
  if (event.type === "status") {
    const { verdict, before } = event;
    const was = before === null ? "" : ` (before: ${before})`;
    const list = describeList(verdict.list).map((line) => `  ${line}`);
    return [`status: ${describeState(verdict)}${was}`, `  ${describeSubject(verdict.subject)}`, ...list];
  }
  if (event.type === "evidence") return [`evidence: release ${event.release} has ${quoted(event.cid)}`];
  if (event.type === "circuit") {
    const { circuit, status, reason } = event.circuit;
    return [`circuit: ${circuit} is ${status}${reason === "" ? "" : `: ${quoted(reason)}`}`];
  }
  const list = describeList(event.list);
  if (event.type === "owner") return [`owner: it was ${event.before}`, ...list.map((line) => `  ${line}`)];
  if (event.type === "same-name")
    return ["same-name: another list has an equal name", ...list.map((line) => `  ${line}`)];
  const { epoch, content } = event;
  return [
    `epoch: epoch ${epoch} of ${toIsoTime(content.time)}, ${count(content.pageCount, "page")}, ${quoted(content.uri)}`,
    ...list.map((line) => `  ${line}`),
  ];
}
