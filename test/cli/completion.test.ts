import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { COMMANDS } from "../../prover/cli/commands/index.ts";
import { bashScript } from "../../prover/cli/completion/bash.ts";
import { fishScript } from "../../prover/cli/completion/fish.ts";
import { zshScript } from "../../prover/cli/completion/zsh.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint } from "../support/cli.ts";
import { onTerminal, quoted } from "../support/terminal.ts";

const SCRIPTS = { bash: bashScript(COMMANDS), zsh: zshScript(COMMANDS), fish: fishScript(COMMANDS) };

const isInstalled = (shell: string): boolean => {
  try {
    execFileSync(shell, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

/** A command line up to the cursor, and what completes its last word. */
const CASES: readonly (readonly [line: string, found: readonly string[], others: readonly string[]])[] = [
  ["disjoint re", ["release"], ["verify"]],
  ["disjoint chain ", ["deploy", "list", "circuit", "collect-receipts"], ["prove", "grant"]],
  ["disjoint chain circuit p", ["propose", "pause"], ["publish", "revoke"]],
  ["disjoint prove --c", ["--circuits"], ["--list"]],
  ["disjoint prove --circuits ", ["uniform", "smallest"], ["auto"]],
  ["disjoint commit data --format web", ["webdataset"], ["jsonl"]],
  ["disjoint check --list fold", ["folder"], ["folded.txt"]],
  ["disjoint chain deploy --key-file fold", ["folder", "folded.txt"], []],
  ["disjoint completion ", ["bash", "zsh", "fish"], []],
  ["disjoint verify fold", ["folded.txt"], []],
];

let place: string;
beforeAll(async () => {
  const temporary = await temporaryFolder();
  place = temporary.path;
  for (const [name, text] of Object.entries({ ...SCRIPTS, "folded.txt": "" })) writeFileSync(join(place, name), text);
  mkdirSync(join(place, "folder"));
  mkdirSync(join(place, "bin"));
  writeFileSync(join(place, "bin/disjoint"), `#!/bin/sh\necho "$*" > '${join(place, "ran")}'\n`);
  chmodSync(join(place, "bin/disjoint"), 0o755);
  return temporary.remove;
});

/** What bash puts into COMPREPLY for a line. */
function inBash(line: string): string[] {
  const words = line.split(" ");
  const program = `source ./bash
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_disjoint; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return linesOf(execFileSync("bash", ["--norc", "-c", program], { cwd: place, encoding: "utf8" }));
}

function inFish(line: string): string[] {
  const program = `source ./fish; complete -C ${JSON.stringify(line)}`;
  const env = { ...process.env, HOME: place, XDG_CONFIG_HOME: place, XDG_DATA_HOME: place };
  const found = execFileSync("fish", ["--no-config", "-c", program], { cwd: place, encoding: "utf8", env });
  return linesOf(found.replace(/\t.*/g, ""));
}

const linesOf = (text: string): string[] => text.split("\n").flatMap((each) => each.replace(/\/$/, "") || []);

describe.each([
  ["bash", inBash],
  ["fish", inFish],
] as const)("completion in %s", (shell, complete) => {
  it.runIf(isInstalled(shell)).each(CASES)("of %j", (line, found, others) => {
    const words = complete(line);
    expect(words).toEqual(expect.arrayContaining([...found]));
    for (const other of others) expect(words).not.toContain(other);
  });
});

describe("completion in zsh", () => {
  it.runIf(isInstalled("zsh"))("completes what is typed, by its own widgets", async () => {
    const start = ["PS1='%% '", "autoload -U compinit", "compinit -u -D", "source ./zsh", "PATH=$PWD/bin:$PATH", ""];
    writeFileSync(join(place, ".zshrc"), start.join("\n"));
    const keys = "disjoint chain circ\tsho\t--arti\tfold\t\nexit\n";
    await onTerminal(`cd ${quoted(place)} && ZDOTDIR=${quoted(place)} zsh -i`, 120, { when: /% /, keys });
    expect(readFileSync(join(place, "ran"), "utf8")).toBe("chain circuit show --artifacts folder\n");
  });

  it.runIf(isInstalled("zsh"))("is valid zsh syntax", () => {
    execFileSync("zsh", ["-n", join(place, "zsh")]);
  });
});

test("is printed for each shell, and for no other", async () => {
  for (const [shell, script] of Object.entries(SCRIPTS))
    expect((await disjoint(["completion", shell])).stdout).toBe(script);
  const ran = await disjoint(["completion", "tcsh"]);
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: "" });
});
