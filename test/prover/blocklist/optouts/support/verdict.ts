import { expect } from "vitest";
import { knownAgents } from "../../../../../prover/blocklist/optouts/agents.ts";
import { importOptOuts } from "../../../../../prover/blocklist/optouts/import.ts";
import { keyOf, keyToHex } from "../../../../../prover/fingerprint/key.ts";
import { findScheme } from "../../../../../prover/fingerprint/schemes.ts";
import { folderWith } from "../../../../support/folder.ts";

export const domain = findScheme("domain");

export function verdictOn(
  name: string,
  content: string | Uint8Array,
  more: Record<string, string> = {},
  agents = knownAgents(),
) {
  const host = "host.example";
  const listed = "other.example/robots.txt";
  const folder = folderWith({ [`${host}/${name}`]: content, [listed]: "User-agent: *\nDisallow: /", ...more });
  const { entries, leftOut, counts } = importOptOuts(folder, domain, agents);
  expect(counts).toMatchObject({ hosts: 2 });
  const key = keyToHex(keyOf("domain", Buffer.from(host)));
  const label = entries.find((entry) => entry.key === key)?.label;
  if (label !== undefined) return label.replaceAll(`${host}/`, "");
  const reasons = leftOut.map(({ reason }) => reason);
  expect(counts.passedOver).toBe(reasons.length === 0 ? 1 : 0);
  return reasons.join("; ");
}

/** The same of a robots.txt. */
export const robots = (...lines: string[]) => verdictOn("robots.txt", lines.join("\n"));
