import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DISJOINT } from "../support/workers.ts";
import type { Usage } from "./disjointness/usage.ts";

/** What Node loads before a program (`--import`) that writes its usage to the file in DISJOINT_BENCH_USAGE. */
export const MEASURED = join(import.meta.dirname, "disjointness/usage.ts");

type Report = {
  verdict: string;
  plan: { pages: number; prove: number; submit: number };
  coverage: { made: number }[];
  findings: { file: string; row: number }[];
  transactions: { gasUsed: string | null }[];
};

/** What a release took, its exit code and its report. */
export type MeasuredRelease = Usage & { code: number; report: Report };

/** Runs `disjoint release` in a process of its own, with the configuration in a folder. */
export function measureRelease(folder: string, tag: string): Promise<MeasuredRelease> {
  const args = ["--import", MEASURED, DISJOINT, "release", tag, "--config", folder, "--json"];
  const file = join(folder, "usage.json");
  const env = { ...process.env, DISJOINT_BENCH_USAGE: file };
  return new Promise((done) => {
    const child = execFile(process.execPath, args, { env, maxBuffer: 1 << 26 }, (error, stdout) => {
      const code = error === null ? 0 : Number(error.code);
      done({ ...readUsage(file), code, report: JSON.parse(stdout) as Report });
    });
    child.stderr!.pipe(process.stderr);
  });
}

/** What a process took that was loaded with `MEASURED`. */
export const readUsage = (path: string): Usage => JSON.parse(readFileSync(path, "utf8")) as Usage;

/** How many proofs a release made. */
export const proofsMade = ({ coverage }: Report): number => coverage.reduce((sum, { made }) => sum + made, 0);
