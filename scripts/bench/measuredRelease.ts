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
export async function measureRelease(folder: string, tag: string): Promise<MeasuredRelease> {
  const { stdout, ...measured } = await measureCommand(["release", tag, "--config", folder, "--json"], folder);
  return { ...measured, report: JSON.parse(stdout) as Report };
}

/** Runs a command of `disjoint` in a process of its own. `folder`: for what it took. */
export function measureCommand(
  args: readonly string[],
  folder: string,
): Promise<Usage & { code: number; stdout: string }> {
  const file = join(folder, "usage.json");
  const env = { ...process.env, DISJOINT_BENCH_USAGE: file };
  return new Promise((done) => {
    const command = ["--import", MEASURED, DISJOINT, ...args];
    const child = execFile(process.execPath, command, { env, maxBuffer: 1 << 26 }, (error, stdout) =>
      done({ ...readUsage(file), code: error === null ? 0 : Number(error.code), stdout }),
    );
    child.stderr!.pipe(process.stderr);
  });
}

/** What a process took that was loaded with `MEASURED`. */
export const readUsage = (path: string): Usage => JSON.parse(readFileSync(path, "utf8")) as Usage;

/** How many proofs a release made. */
export const proofsMade = ({ coverage }: Report): number => coverage.reduce((sum, { made }) => sum + made, 0);
