import { type Job as PartsToRead, readJob } from "../../commitment/reading/job.ts";
import { revive } from "../../commitment/reading/pool.ts";
import type { PartResult, ReadConfig } from "../../commitment/reading/readPart.ts";
import { identityHere } from "../../source/storage/disk.ts";
import type { FleetKey } from "../key/key.ts";
import type { Blobs } from "../storage/blobs.ts";

/** Parts of sources to read and fingerprint, on a machine that has the files under the same paths. */
export type PartsJob = { type: "parts"; parts: PartsToRead; config: ReadConfig };

/** The results of the parts, and the names of their sealed (key, row) pairs in the storage. */
export type PartsResult = { parts: { number: number; blocks: string[]; result: PartResult }[] };

/** A block is an object of the storage. */
const BLOCK_BYTES = 8 << 20;

/** What a block is sealed under: the job, and its place. */
export const blockLabel = (id: string, number: number, block: number): string => `block/${id}/${number}/${block}`;

/** Reads parts of sources. @throws whatever is wrong with a source or a record */
export async function readPartsJob(
  { parts, config }: PartsJob,
  id: string,
  blobs: Blobs,
  key: FleetKey,
): Promise<PartsResult> {
  const here = parts.map((part) => ({ ...part, source: { ...part.source, identity: identityHere(part.source) } }));
  const blocks = new Map<number, string[]>();
  const done: PartsResult["parts"] = [];
  let failure: { error: unknown } | undefined;
  await readJob(here, config, BLOCK_BYTES, async (report) => {
    if ("error" in report) failure = report;
    else if ("result" in report) done.push({ ...report, blocks: blocks.get(report.number) ?? [] });
    else {
      const before = blocks.get(report.number) ?? [];
      const name = await blobs.put(key.seal(blockLabel(id, report.number, before.length), report.block));
      blocks.set(report.number, [...before, name]);
    }
  });
  if (failure !== undefined) throw revive(failure.error);
  return { parts: done };
}
