import { join } from "node:path";
import { LIST_FILE } from "../blocklist/format.ts";
import { readBlocklist } from "../blocklist/read.ts";
import { earlierList } from "../bundle/earlier.ts";
import { readArchive } from "../evidence/car.ts";
import { type ExcludingRelease, writeCertificate } from "../evidence/certificate.ts";
import { accumulatorsIn, describeExcludingRelease } from "../evidence/makeCertificate.ts";
import { evidenceIn } from "../evidence/pack.ts";
import type { G2 } from "../groth16/points.ts";
import { ensureArtifacts } from "../setup/artifacts.ts";
import { openInstalledEngine } from "../setup/powers/installed.ts";
import { appendAll } from "../shared/collections.ts";
import { usageError } from "../shared/errors.ts";
import { readInput, sha256, writeFileAtomic } from "../shared/files.ts";
import { count } from "../shared/format.ts";
import { quoted } from "../shared/names.ts";
import { describeUpTo, type UpTo } from "../shared/verdict.ts";
import { entryWitnesses } from "../statements/entryWitness.ts";
import { proveListing } from "../statements/listing.ts";
import type { Run } from "./commands/definition.ts";
import { loadKernel } from "./kernel.ts";
import { many, optional, required } from "./values.ts";
import { readWhatIsVerified } from "./verify/kind.ts";
import { archiveOf } from "./verify/pack.ts";
import { requiredKey } from "./work.ts";

export const runCertificate: Run = async ({ positionals, values, onProgress }) => {
  const folder = required(values, "list");
  const out = required(values, "out");
  const packs = many(values, "pack");
  if (packs.length === 0)
    throw usageError("cli/missing-option", "--pack is missing", "Pass the evidence pack of each release.");
  const list = await readBlocklist(folder, await loadKernel(onProgress));
  const key = await requiredKey(positionals, values, list.scheme);
  const artifacts = (circuit: string) => ensureArtifacts(circuit, { onProgress });
  const listing = await proveListing({ list, key, artifacts, onProgress });
  const witnessesOf = async (wanted: readonly G2[]) => {
    const id = list.accumulators?.powers;
    return id === undefined
      ? []
      : entryWitnesses(list, key, wanted, await openInstalledEngine(id, optional(values, "powers")));
  };
  const releases: ExcludingRelease[] = [];
  const document = await readInput(join(folder, LIST_FILE), "blocklist/not-found", "Pass the folder of a list.");
  const without: string[] = [];
  const behind: UpTo[] = [];
  const withoutChain: string[] = [];
  for (const path of packs) {
    const archive = archiveOf(await readWhatIsVerified(path, []));
    const wanted = accumulatorsIn(archive);
    const witnesses = wanted.length === 0 ? [] : await witnessesOf(wanted);
    const release = describeExcludingRelease(archive, listing, witnesses);
    if (release === undefined) {
      without.push(path);
      appendAll(behind, reachOf(archive, document));
    } else releases.push(release);
    if (release?.chain === null) withoutChain.push(path);
  }
  const file = writeCertificate({ listing, releases });
  await writeFileAtomic(out, file);
  const { page, epoch } = listing;
  const json = {
    key: listing.key,
    list: list.name,
    page,
    epoch,
    releases: releases.length,
    without,
    ...(behind.length > 0 && { upTo: behind }),
    file: out,
  };
  const text = [
    `page ${page} of ${quoted(list.name)}, from epoch ${epoch} on; excluded by ${count(releases.length, "release")}`,
    ...without.map((path) => `${path} proves nothing about that page, neither that the work is absent nor present`),
    ...behind.map((upTo) => `behind: of ${quoted(upTo.list)} ${describeUpTo(upTo)}`),
    ...withoutChain.map(
      (path) =>
        `no chain is in the certificate: ${path} names none, its blocks are stated only, or a shard has an accumulator`,
    ),
    out,
  ];
  const outcome = without.length === 0 ? "true" : behind.length === without.length ? "behind" : "open";
  return { verdict: outcome === "true", outcome, json: { ...json, outcome }, text: text.join("\n") };
};

/** How far of the list a pack reaches that is about an earlier epoch of it. */
function reachOf(archive: Uint8Array, document: Uint8Array): UpTo[] {
  const lists = evidenceIn(readArchive(archive)?.files ?? new Map())?.lists ?? [];
  const [earlier] = lists.flatMap((file) => earlierList(document, sha256(file)) ?? []);
  return earlier?.upTo === undefined ? [] : [earlier.upTo];
}
