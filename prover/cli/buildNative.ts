import { compileNative, findCompiler } from "../native/compile.ts";
import { artifactError } from "../shared/errors.ts";
import type { Run } from "./commands/definition.ts";

/** @throws artifact `native/no-compiler` */
export const runBuildNative: Run = async ({ onProgress }) => {
  const compiler = await findCompiler();
  if (compiler === undefined)
    throw artifactError("native/no-compiler", "no C++ compiler was found", "Install g++ or clang++, or go on without.");
  const file = await compileNative(compiler, (progress) => onProgress({ ...progress, stage: "build" }));
  return { verdict: true, json: { file }, text: file };
};
