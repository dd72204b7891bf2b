import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { usageError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";

/** The files of a folder of steps. Any other file in it is an invalid step. */
export async function readStepFiles(folder: string): Promise<Uint8Array[]> {
  const names = await readdir(folder).catch((cause) => {
    throw usageError("cli/bad-option", `--steps ${folder} cannot be read`, "Give a folder with signed steps.", cause);
  });
  return Promise.all(
    names.sort().map((name) => readInput(join(folder, name), "custody/not-found", "Check the folder.")),
  );
}
