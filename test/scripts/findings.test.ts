import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { runFindings } from "../../scripts/findings/run.ts";
import { folderWith } from "../support/folder.ts";

const SCRIPTS = {
  "b-changed.sh": "echo 'tool 1.0: now does the right thing'\nexit 1\n",
  "a-same.sh": "echo installing\necho 'tool 1.0: still wrong'\n",
  "c-broken.sh": "exit 3\n",
  "README.md": "not a script",
};

describe("the runner of findings", () => {
  it("runs every script in order and says in one line what each found", async () => {
    expect(await Array.fromAsync(runFindings(folderWith(SCRIPTS)))).toEqual([
      { name: "a-same", ok: true, says: "tool 1.0: still wrong" },
      { name: "b-changed", ok: false, says: "exit 1: tool 1.0: now does the right thing" },
      { name: "c-broken", ok: false, says: "exit 3" },
    ]);
  });

  it("ends a script that takes too long, with all that it started", async () => {
    const folder = folderWith({ "endless.sh": "sleep 600 &\nwait\n" });
    expect(await Array.fromAsync(runFindings(folder, { timeout: 500 }))).toEqual([
      { name: "endless", ok: false, says: "took longer than 0.5 s" },
    ]);
  });

  it("runs only what is named, and nothing if a name is unknown", async () => {
    const path = folderWith(SCRIPTS);
    const some = await Array.fromAsync(runFindings(path, { only: ["a-same"] }));
    expect(some.map(({ name }) => name)).toEqual(["a-same"]);
    await expect(Array.fromAsync(runFindings(path, { only: ["e-none"] }))).rejects.toThrow(
      "no finding e-none; there are a-same, b-changed, c-broken",
    );
  });
});

describe("findings/", () => {
  const path = join(PROJECT_ROOT, "findings");
  const readme = readFileSync(join(path, "README.md"), "utf8");
  const scripts = readdirSync(path).filter((name) => name.endsWith(".sh"));

  it("has a row in its README for every script, with the date that the script states", () => {
    const rows = [...readme.matchAll(/^\| \[(.*)\]\(\1\) \| .* \| (\d{4}-\d\d-\d\d) \|$/gm)];
    expect(rows.map(([, name]) => name).sort()).toEqual(scripts.sort());
    for (const [, name, date] of rows)
      expect(readFileSync(join(path, name!), "utf8").split("\n").slice(1, 3).join(" ")).toContain(date!);
  });
});
