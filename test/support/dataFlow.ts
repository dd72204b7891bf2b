import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ListId, toListId } from "../../prover/shared/ids.ts";
import { disjoint, jsonOf, type Ran } from "./cli.ts";
import { someFiles } from "./shard.ts";

/** The whole data flow, each step in its own process, with `--json`. */
export type DataFlow = {
  folder: string;
  /** The commitment and the id of the list on the chain. */
  commitment: string;
  list: ListId;
  steps: Record<Step, Ran>;
};
export type Step =
  | "commit"
  | "build"
  | "check"
  | "prove"
  | "verify"
  | "deploy"
  | "publish"
  | "early"
  | "submit"
  | "status";

/** Number of works on the list: one page of 16, and one entry on a second. */
export const LISTED = 17;

/**
 * Runs every step in a folder: data/, works/, list/, shard/, out/, chain/, and tmp/ as the processes' temporary folder.
 *
 * @param salt the content of the shard's salt file before the commit
 */
export async function runDataFlow(folder: string, salt: bigint): Promise<DataFlow> {
  const at = (name: string) => join(folder, name);
  await writeFiles(at("data"), someFiles(40));
  await writeFiles(at("works"), someFiles(LISTED, "listed"));
  await writeFiles(at("shard"), { salt: `${salt}\n` });
  await chmod(at("shard/salt"), 0o600);
  await mkdir(at("tmp"));
  const run = async (...args: string[]) => disjoint([...args, "--json"], { TMPDIR: at("tmp") });
  const here = ["--state", at("chain")];

  const commit = await run("commit", at("data"), "--out", at("shard"));
  const build = await run("blocklist", "build", at("works"), "--works", "--page-size", "16", "--out", at("list"));
  const check = await run("check", at("shard"), "--list", at("list"));
  const prove = await run("prove", at("shard"), "--list", at("list"), "--out", at("out"));
  const verify = await run("verify", at("out/bundle.json"), "--list", at("list"));
  const deploy = await run("chain", "deploy", "--without-256", ...here);
  const publish = await run("chain", "publish", at("list"), ...here);
  const commitment = String(jsonOf(commit).commitment);
  const list = String(jsonOf(publish).list);
  const early = await run("status", commitment, "--list-id", list, ...here);
  const submit = await run("chain", "submit", at("out/bundle.json"), "--list-id", list, ...here);
  const status = await run("status", commitment, "--list-id", list, ...here);
  const steps = { commit, build, check, prove, verify, deploy, publish, early, submit, status };
  return { folder, commitment, list: toListId(list), steps };
}

async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}
