import { DisjointError } from "../../shared/errors.ts";
import { settled } from "../../shared/settled.ts";
import type { Source } from "../../source/records/row.ts";
import type { Part } from "./parts.ts";
import { type PartResult, type ReadConfig, readPart } from "./readPart.ts";

/** Parts to read one after the other, each with its number in the journal. */
export type Job = { number: number; source: Source; part: Part }[];

/** A job's reports, in this order for each of its parts: blocks of (key, row) pairs, then the result. */
export type Report =
  | { number: number; block: Uint8Array<ArrayBuffer> }
  | { number: number; result: PartResult }
  | { error: unknown };

/**
 * Reads a job's parts. An error ends the job. DisjointErrors are sent as plain data, because threads do not share
 * classes.
 */
export async function readJob(
  job: Job,
  config: ReadConfig,
  blockBytes: number,
  report: (report: Report) => void | Promise<void>,
): Promise<void> {
  try {
    for (const { number, source, part } of job) {
      const reading = readPart(source, part, config, blockBytes, (block) => report({ number, block }));
      const result = await settled(reading, () => `stage source: reading ${source.name} as ${source.format}`);
      await report({ number, result });
    }
  } catch (error) {
    await report({ error: error instanceof DisjointError ? { kind: error.kind, ...error.toJSON() } : error });
  }
}
