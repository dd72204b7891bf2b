import type { RegistryEvent } from "../../registry/compare.ts";
import { describeAddress, describeList, describeState, describeSubject, toIsoTime } from "../../registry/describe.ts";
import { count } from "../../shared/format.ts";
import { quoted } from "../../shared/names.ts";

/** A change as lines of text. Strings of strangers are quoted. */
export function describeEvent(event: RegistryEvent): string[] {
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
  if (event.type === "reorganized")
    return [
      `reorganized: block ${event.before.number} ${event.before.hash} is no longer on the chain: ` +
        "what was said up to it counts only as far as it is said again",
    ];
  const list = describeList(event.list);
  if (event.type === "owner") return [`owner: it was ${event.before}`, ...list.map((line) => `  ${line}`)];
  if (event.type === "same-name")
    return ["same-name: another list has an equal name", ...list.map((line) => `  ${line}`)];
  const { epoch, content } = event;
  const { time, pageCount, uri } = content;
  return [
    `epoch: epoch ${epoch} of ${toIsoTime(time)}, ${count(pageCount, "page")}, ${describeAddress(uri)}`,
    ...list.map((line) => `  ${line}`),
  ];
}
