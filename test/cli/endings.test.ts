import { spawn } from "node:child_process";
import { cpSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { COMMANDS } from "../../prover/cli/commands/index.ts";
import { main } from "../../prover/cli/main.ts";
import { ENDINGS } from "../../prover/shared/endings.ts";
import { type Ending, EXIT } from "../../prover/shared/exit.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { installed, listAndBundle } from "../support/installed.ts";

const CODES: readonly number[] = Object.values(EXIT);

/** What a command line prints in this process, and what it ends with. */
async function printed(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const ran = { stdout: "", stderr: "" };
  const streams = ["stdout", "stderr"] as const;
  const writes = streams.map((name) => process[name].write);
  for (const name of streams)
    process[name].write = (text: string | Uint8Array) => {
      ran[name] += String(text);
      return true;
    };
  try {
    return { code: await main([...args]), ...ran };
  } finally {
    for (const [i, name] of streams.entries()) process[name].write = writes[i]!;
  }
}

describe("the table of exit codes", () => {
  it("matches the documentation", () => {
    const concepts = readFileSync(join(PROJECT_ROOT, "docs/concepts.md"), "utf8");
    const table = /\n\| exit code \| meaning \|\n\|---\|---\|\n((?:\| .* \|\n)+)/.exec(concepts)![1]!;
    const told = [...table.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, code, meaning]) => [Number(code), meaning]);
    expect(told).toEqual(Object.values(ENDINGS).map(({ code, meaning }) => [code, meaning]));
  });

  it("gives each ending a code, a word and a meaning of its own, and shows them in every help", async () => {
    for (const field of ["code", "word", "meaning"] as const)
      expect(new Set(Object.values(ENDINGS).map((ending) => ending[field])).size).toBe(CODES.length);
    const { stdout } = await printed(["verify", "--help"]);
    for (const { code, word } of Object.values(ENDINGS)) expect(stdout).toContain(`${code} ${word}`);
  });

  it("contains every exit code of a command, however the command is called", async () => {
    expect(COMMANDS.length).toBeGreaterThan(30);
    const ends: [line: string, code: number, expected: readonly number[]][] = [];
    for (const { name } of COMMANDS)
      for (const [more, expected] of [
        [["--help"], [EXIT.true]],
        [["--no-such-option"], [EXIT.usage]],
        [["--quiet", "--verbose", "--help=1"], [EXIT.usage]],
        [
          ["no", "such", "file", "1", "2", "3", "4", "5", "6"],
          [EXIT.usage, EXIT.data],
        ],
      ] as const) {
        const line = [...name.split(" "), ...more];
        ends.push([line.join(" "), (await printed(line)).code, expected]);
      }
    expect(ends.filter(([, code, expected]) => !expected.includes(code))).toEqual([]);
  });
});

describe("with real commands", () => {
  let folder: string;
  let list: string;
  let bundle: string;
  let artifacts: string;
  let id: string;
  const at = (name: string) => join(folder, name);
  const chain = () => ["--state", at("chain")];

  beforeAll(async () => {
    const temporary = await temporaryFolder();
    folder = temporary.path;
    await writeScene();
    return temporary.remove;
  }, 300_000);

  /** A list, proofs against it, both on a chain; the same list grown by a page; a shard. */
  async function writeScene(): Promise<void> {
    ({ list, bundle } = await listAndBundle(at("scene")));
    artifacts = await installed("development", undefined, undefined, at("artifacts"));
    writeFileSync(at("work.txt"), "a work");
    writeFileSync(at("more.txt"), `${sha256("a work")}\n`);
    const silent = async (...args: string[]) =>
      expect({ args, ...(await disjoint([...args, "--quiet"])) }).toEqual({ args, code: 0, stdout: "", stderr: "" });
    await silent("chain", "deploy", "--without-256", ...chain(), "--artifacts", artifacts);
    await silent("chain", "verify-deployment", ...chain(), "--artifacts", artifacts);
    await silent("chain", "circuit", "show", ...chain());
    const published = await disjoint(["chain", "publish", list, ...chain(), "--json", "--quiet"]);
    expect([published.code, published.stderr]).toEqual([0, ""]);
    id = String(jsonOf(published).list);
    await silent("chain", "list", "show", id, ...chain());
    await silent("chain", "submit", bundle, "--list-id", id, ...chain());
    for (const command of ["lists", "releases", "vendors"]) await silent("chain", command, ...chain());
    await silent("chain", "index", "--check", "--file", at("index.sqlite"), ...chain());
    await silent("commit", at("work.txt"), "--format", "files", "--out", at("shard"));
    await silent("blocklist", "build", at("more.txt"), "--page-size", "16", "--out", at("dirty"));
    await silent("check", at("shard"), "--list", list);
    await silent("verify", bundle, "--list", list, "--artifacts", artifacts);
    await silent("attest", "key", at("key.pem"));
    await silent("attest", "sign", bundle, "--signing-key", at("key.pem"), "--out", at("envelope.json"));
    await silent("--version");
    await silent("--help");
  }

  // Ctrl-C is pressed in test/cli/display.test.ts.
  const lines: Record<Exclude<Ending, "interrupted">, () => string[]> = {
    true: () => ["verify", bundle, "--list", list, "--artifacts", artifacts],
    false: () => ["check", at("shard"), "--list", at("dirty")],
    usage: () => ["verify"],
    data: () => ["verify", at("nothing")],
    chain: () => ["status", "1", "--list-id", id, "--rpc", "http://127.0.0.1:1"],
    artifact: () => ["verify", bundle, "--artifacts", at("chain")],
    behind: () => ["verify", bundle, "--list", at("grown/list.json"), "--artifacts", artifacts],
    open: () => ["status", "1", "--list-id", id, ...chain()],
    internal: () => ["verify", bundle, "--artifacts", artifacts],
  };

  /** A fault of the program itself, put there from outside. */
  const FAULT = {
    NODE_OPTIONS: `--import data:text/javascript,process.stdout.write=()=>{throw(new(Error)("broken"))}`,
  };
  const env = (ending: Ending) => (ending === "internal" ? FAULT : {});

  it("every ending is reached", async () => {
    const document = JSON.parse(readFileSync(join(list, "list.json"), "utf8"));
    cpSync(list, at("grown"), { recursive: true });
    const append = ["blocklist", "build", at("more.txt"), "--append", "--page-size", "16", "--out", at("grown")];
    expect((await disjoint(append)).code).toBe(0);
    expect(document.epochs).toEqual([2]);
    for (const [ending, line] of Object.entries(lines) as [keyof typeof lines, () => string[]][]) {
      const ran = await disjoint(line(), env(ending));
      expect({ ending, code: ran.code }, ran.stdout + ran.stderr).toEqual({ ending, code: EXIT[ending] });
      const isVerdict = ["true", "false", "behind", "open"].includes(ending);
      expect(isVerdict ? ran.stderr : ran.stdout, ending).toBe("");
      expect(isVerdict ? ran.stdout : ran.stderr, ending).not.toBe("");
      const quiet = await disjoint([...line(), "--quiet"], env(ending));
      // Nothing is written in quiet, so that what breaks writing breaks nothing.
      if (ending !== "internal") expect({ ending, code: quiet.code }).toEqual({ ending, code: EXIT[ending] });
      expect({ ending, stdout: quiet.stdout }).toEqual({ ending, stdout: "" });
      expect(quiet.stderr === "", ending).toBe(isVerdict || ending === "internal");
    }
  });

  it("no two endings begin with the same word", async () => {
    const words = new Map<string, string>();
    for (const ending of ["true", "behind", "open", "false"] as const) {
      const line =
        ending === "false" ? ["verify", bundle, "--list", at("dirty"), "--artifacts", artifacts] : lines[ending]();
      const [word] = (await disjoint(line)).stdout.split(/[ :]/);
      words.set(ending, word!);
    }
    expect(Object.fromEntries(words)).toEqual({ true: "true", behind: "behind", open: "unknown", false: "false" });
  });

  it("the exit code is right even if the reader closes the pipe early", async () => {
    const program = join(PROJECT_ROOT, "prover/cli/disjoint.ts");
    const child = spawn(process.execPath, [program, ...lines.behind(), "--verbose"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.stdout.destroy();
    const code = await new Promise((done) => child.on("close", done));
    expect({ code, stderr }).toEqual({ code: EXIT.behind, stderr: "" });
  });

  it("--quiet and --verbose exclude each other, and --json --quiet is the document alone", async () => {
    expect(await disjoint([...lines.true(), "--quiet", "--verbose"])).toMatchObject({ code: EXIT.usage, stdout: "" });
    const ran = await disjoint([...lines.behind(), "--quiet", "--json"]);
    expect([ran.code, ran.stderr, jsonOf(ran).outcome]).toEqual([EXIT.behind, "", "behind"]);
  });
});

test("nothing but the command line writes to a terminal", () => {
  const writers = globSync("prover/**/*.ts", { cwd: PROJECT_ROOT }).filter((file) =>
    /process\.std(out|err)\.(write|end|on)|console\.(error|warn|info)|emitWarning/.test(
      readFileSync(join(PROJECT_ROOT, file), "utf8"),
    ),
  );
  const known = [
    "chain/watch",
    "disjoint",
    "explore/explore",
    "interrupt",
    "main",
    "progress/display",
    "start",
    "worker",
  ];
  expect(writers.sort()).toEqual(known.map((name) => `prover/cli/${name}.ts`));
});
