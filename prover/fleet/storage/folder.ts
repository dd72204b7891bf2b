import { glob, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { SECRET_MODE, writeFileAtomic } from "../../shared/files.ts";
import type { Storage } from "./storage.ts";

/** Objects as files of a folder that all members of a fleet can reach. */
export function openFolder(folder: string): Storage {
  const pathOf = (name: string) => join(folder, name.slice(0, 2), name);
  return {
    read: (name) =>
      readFile(pathOf(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      }),
    write: (name, content) => writeFileAtomic(pathOf(name), content, SECRET_MODE),
    remove: (name) => rm(pathOf(name), { force: true }),
    async *names() {
      for await (const path of glob("??/*", { cwd: folder })) yield basename(path);
    },
  };
}
