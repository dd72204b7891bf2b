import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMON_OPTIONS, type Option } from "../../prover/cli/commands/definition.ts";
import { defaultOf, optionsOf } from "../../prover/cli/commands/describe.ts";
import { COMMANDS, SECTIONS } from "../../prover/cli/commands/index.ts";
import { renamed } from "../../prover/cli/parse/formerly.ts";
import { parse } from "../../prover/cli/parse/parse.ts";
import { programVersion } from "../../prover/cli/version.ts";
import { listSchemeNames } from "../../prover/fingerprint/schemes.ts";
import { REPORT_KINDS } from "../../prover/release/report/render.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { formatNames } from "../../prover/source/records/format.ts";
import { manOf } from "../../scripts/cli/man.ts";
import { markdownOf } from "../../scripts/cli/markdown.ts";

const file = (name: string) => readFileSync(join(PROJECT_ROOT, name), "utf8");

/** The words of an example, as a shell splits them. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);

const helpOf = (args: readonly string[]): string => {
  const parsed = parse(args, SECTIONS);
  if (!("help" in parsed)) throw new Error(`no help of ${args.join(" ")}`);
  return parsed.help;
};

const option = (command: string, name: string): Option => {
  const found = COMMANDS.find((each) => each.name === command)!.options.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${command} has no option ${name}`);
  return found;
};

describe.each(COMMANDS.map((command) => [command.name, command] as const))("disjoint %s", (name, command) => {
  it("describes itself and each of its arguments and options", () => {
    expect(command.summary).toMatch(/^[A-Z].{10,72}[^.]$/);
    expect(command.interrupted).toMatch(/^[A-Z].*\.$/);
    for (const { name, meaning, example } of command.arguments) {
      expect(meaning, name).toMatch(/^[A-Z].*\.$/);
      expect(example, name).not.toBe("");
    }
    for (const { name, value, meaning, example } of optionsOf(command)) {
      expect(meaning, name).toMatch(/^([A-Z]|[a-z]+: ).*\.$/);
      if (value !== undefined) expect(value, name).toMatch(/^[A-Z0-9=:[\]]+$/);
      expect(example === undefined, `an example for ${name}`).toBe(value === undefined);
    }
  });

  it("has help of at most 100 columns, with every argument, option and example", () => {
    const help = helpOf([...name.split(" "), "--help"]);
    expect(help).toBe(helpOf([...name.split(" "), "-h"]));
    expect(help.split("\n").filter((line) => line.length > 100)).toEqual([]);
    for (const { name } of command.arguments) expect(help).toContain(name);
    for (const { name } of optionsOf(command)) expect(help).toContain(`--${name} `);
    expect(help.match(/^ {6}# /gm)).toHaveLength(command.examples.length);
    expect(command.examples.length).toBeGreaterThan(0);
  });

  it("accepts its own examples", () => {
    for (const [line] of command.examples.filter(([line]) => line.startsWith("disjoint "))) {
      const [, ...args] = wordsOf(line.replace(/ > .*/, ""));
      const parsed = parse(args, SECTIONS);
      expect("command" in parsed && parsed.command.name, line).toBe(name);
    }
    const required = command.options.filter((each) => each.required);
    const given = (options: readonly Option[]) =>
      options.flatMap(({ name, example }) => (example === undefined ? [`--${name}`] : [`--${name}`, example]));
    for (const each of command.options) {
      const line = [...name.split(" "), ...given([...new Set([...required, each])])];
      const parsed = parse([...line, ...command.arguments.map(({ example }) => example)], SECTIONS);
      expect("values" in parsed && parsed.values[each.name], each.name).toEqual(
        each.value === undefined ? true : each.repeatable ? [each.example] : each.example,
      );
    }
  });
});

describe("the definitions together", () => {
  it("have unique names, earlier names included", () => {
    const names = COMMANDS.flatMap(({ name, formerly = [] }) => [name, ...formerly]);
    expect(new Set(names).size).toBe(names.length);
    for (const command of COMMANDS) {
      const options = optionsOf(command).flatMap(({ name, formerly }) => [name, ...(formerly ? [formerly] : [])]);
      expect(new Set(options).size, command.name).toBe(options.length);
    }
  });

  it("give an option the same kind of value in every command", () => {
    const kinds = Map.groupBy(
      COMMANDS.flatMap(({ options }) => options),
      ({ name }) => name,
    );
    const several = [...kinds].flatMap(([name, options]) => {
      const values = new Set(options.map(({ value }) => value));
      return values.size > 1 ? [`${name}: ${[...values].join(", ")}`] : [];
    });
    // An id of a list is named alone, by the list's name, or with what the list is there. A commitment is a number, or
    // the kind of one that is to be made.
    expect(several.sort()).toEqual([
      "commitment: N, KIND",
      "list-id: NAME=ID, ID, ID=SHA256",
      "out: DIR, PATH, FILE",
      "scheme: NAME[:FIELD], NAME",
    ]);
  });

  it("know the library's formats, schemes and reports", () => {
    expect(option("commit", "format").choices).toEqual(["auto", ...formatNames()]);
    expect(option("release", "report").meaning).toContain(REPORT_KINDS.join(", "));
    for (const command of ["commit", "blocklist build"])
      for (const name of listSchemeNames())
        expect(option(command, "scheme").meaning).toMatch(new RegExp(`[ ,]${name}[,.]`));
  });

  it("have defaults that their options accept", () => {
    for (const { name, choices, ...rest } of COMMANDS.flatMap(({ options }) => options)) {
      const standard = defaultOf({ name, ...rest });
      if (standard !== undefined && choices !== undefined) expect(choices, name).toContain(standard);
    }
  });
});

describe("names of the previous version", () => {
  it.each([
    ["receipt w --list l --pack p --out o", "certificate w --list l --pack p --out o"],
    ["chain release r.json", "chain register r.json"],
    ["chain receipts 1 --list 0x1=2 --out o", "chain collect-receipts 1 --list-id 0x1=2 --out o"],
    ["chain status 1 --list=0x1 --witness-rpc u", "status 1 --list-id=0x1 --verify-rpc u"],
    ["keys verify c k --ptau p --out o", "setup verify c k --ptau p --out o"],
    ["keys setup c k", "setup begin c k"],
    ["chain list appoint 0x1 --publisher a", "chain list grant 0x1 --publisher a"],
    ["chain list appoint 0x1 --publisher a --remove", "chain list revoke 0x1 --publisher a"],
    ["chain list offer 0x1 --withdraw", "chain list transfer 0x1 --cancel"],
    ["chain circuit distrust 0x1", "chain circuit revoke 0x1"],
    ["attest sign b --key k --out o", "attest sign b --signing-key k --out o"],
    ["verify f --artefacts a --release r -- --artefacts", "verify f --artifacts a --release-id r -- --artefacts"],
  ])("%s is accepted as %s, with a note on each use", (before, now) => {
    const { args, notes } = renamed(before.split(" "), COMMANDS);
    expect(args.join(" ")).toBe(now);
    expect(notes.length).toBeGreaterThan(0);
    for (const note of notes)
      expect(note).toMatch(/^note: `.*` is now `.*`; the next version knows only the new name$/);
  });

  it("appear in no help text", () => {
    const help = COMMANDS.map(({ name }) => helpOf([...name.split(" "), "--help"])).join("\n");
    for (const old of COMMANDS.flatMap(({ formerly = [] }) => formerly)) expect(help).not.toContain(`disjoint ${old} `);
    expect(help).not.toMatch(/--(witness-rpc|artefacts)\b/);
  });

  it("that are current stay unchanged", () => {
    for (const { name } of COMMANDS) expect(renamed([...name.split(" "), "--json"], COMMANDS).notes, name).toEqual([]);
  });
});

describe("what is written from the definitions", () => {
  it("docs/cli.md is up to date", () => {
    expect(file("docs/cli.md") === markdownOf(SECTIONS), "node scripts/cli-docs.ts writes it").toBe(true);
  });

  it("docs/man/disjoint.1 is up to date, and groff accepts it", async () => {
    const page = manOf(SECTIONS, await programVersion());
    expect(file("docs/man/disjoint.1") === page, "node scripts/cli-docs.ts writes it").toBe(true);
    for (const { name } of [...COMMON_OPTIONS, ...COMMANDS.flatMap(({ options }) => options)])
      expect(page).toContain(`\\-\\-${name.replaceAll("-", "\\-")}`);
    if (!hasProgram("groff")) return;
    const shown = execFileSync("groff", ["-man", "-Tutf8", "-P-cbou"], { input: page, encoding: "utf8" });
    for (const { name } of COMMANDS) expect(shown).toContain(`disjoint ${name}`);
  });
});

function hasProgram(name: string): boolean {
  try {
    execFileSync(name, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
