import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settled } from "../../../prover/shared/settled.ts";
import { folderWith } from "../../support/folder.ts";

const PROVER = join(import.meta.dirname, "../../../prover");

/** Runs a program in a process of its own, for only a process can run out of things to wait for. */
const run = (program: string): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((done) => {
    const child = execFile(
      process.execPath,
      ["--input-type=module", "--eval", program],
      { timeout: 60_000 },
      (_, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

describe("a promise that never settles", () => {
  it("ends a command with code 70, naming the command and the stage", async () => {
    const program = `
      const { mainOf } = await import("${PROVER}/cli/main.ts");
      const run = ({ onProgress }) => {
        onProgress({ stage: "tree", done: 1, total: 2, what: "nodes" });
        return new Promise(() => {});
      };
      const nothing = { arguments: [], options: [], examples: [], interrupted: "" };
      const command = { name: "stuck", summary: "", ...nothing, load: async () => run };
      process.exitCode = await mainOf(command, ["--json"]);`;
    const { code, stdout, stderr } = await run(program);
    expect({ code, said: JSON.parse(stdout).error.message }).toEqual({
      code: 70,
      said: "stuck, stage tree has not ended, and nothing is left to wait for",
    });
    expect(stderr).toContain("stuck, stage tree has not ended");
  });

  it("of a source being read names the file", async () => {
    const folder = folderWith({ "a.jsonl": '{"text":"x"}\n', "b.jsonl": '{"text":"y"}\n' });
    const program = `
      const { readJob } = await import("${PROVER}/commitment/reading/job.ts");
      const { LIMITS } = await import("${PROVER}/source/records/row.ts");
      const { listSources } = await import("${PROVER}/source/walk.ts");
      const [source] = listSources([{ path: "${folder}/a.jsonl" }]);
      const part = { source: 0, start: 0, end: source.size, rowsBefore: 0 };
      const config = { schemes: [{ scheme: "sha256" }], limits: LIMITS, onBadRow: "error", onBadFile: "skip" };
      const report = (said) => ("block" in said ? new Promise(() => {}) : process.stdout.write(said.error.message));
      await readJob([{ number: 0, source, part }], config, 1, report);`;
    const { stdout } = await run(program);
    expect(stdout).toContain("reading a.jsonl as jsonl has not ended");
  });

  it("is distinguished from one that is slow", async () => {
    const later = new Promise((resolve) => setTimeout(resolve, 20, "done"));
    expect(await settled(later, () => "waiting")).toBe("done");
    await expect(settled(Promise.reject(new Error("its own")), () => "waiting")).rejects.toThrow("its own");
  });
});
