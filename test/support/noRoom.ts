/** Loaded before a command: every file system has 64 KiB left. */
import { createRequire, syncBuiltinESMExports } from "node:module";

const files = createRequire(import.meta.url)("node:fs/promises") as { statfs: unknown };
files.statfs = async () => ({ type: 0, bsize: 4096, blocks: 1024, bfree: 16, bavail: 16, files: 0, ffree: 0 });
syncBuiltinESMExports();
