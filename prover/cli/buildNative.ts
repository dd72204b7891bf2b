import { buildNative } from "../native/compile.ts";
import type { Run } from "./commands/definition.ts";

/** @throws artifact `native/no-compiler` */
export const runBuildNative: Run = async ({ onProgress }) => {
  const file = await buildNative((progress) => onProgress({ ...progress, stage: "build" }));
  return { verdict: true, json: { file }, text: file };
};
