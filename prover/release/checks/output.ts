import { access, constants, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { requireSigningKey } from "../../bundle/sign.ts";
import { dataError } from "../../shared/errors.ts";
import { reasonOf } from "../../shared/storage.ts";
import type { Config } from "../config/config.ts";
import { type Check, NotChecked } from "./checklist.ts";
import type { SetUp } from "./setUp.ts";

/** Folders that a run writes to. */
const FOLDERS = ["shards", "proofs", "releases", "evidence"];

/** Bytes for the files that do not grow with the data: manifests, the outbox, journals. */
const LEAST = 16 * 2 ** 20;

/**
 * Bytes of a page against a shard: its proof in a file of its own, in the bundle, in the outbox and in the evidence.
 */
const PER_PROOF = 16 * 2 ** 10;

/** The output folder and everything in it can be written. */
export const outputCheck: Check<SetUp> = {
  name: "output",
  async test({ config: { output } }) {
    for (const folder of [output, ...FOLDERS.map((name) => join(output, name))]) {
      const nearest = await nearestTo(folder);
      await access(nearest, constants.W_OK | constants.X_OK).catch((error: Error) => {
        throw dataError(
          "release/output",
          `the output folder ${output} cannot be written: ${reasonOf(error)}`,
          "Check its path, its permissions and the space that is left.",
          error,
        );
      });
    }
    return `${output} can be written`;
  },
};

/** There is room for what the run writes. */
export const spaceFor = async ({ output }: Config, proofs: number): Promise<string | NotChecked> => {
  const room = await statfs(await nearestTo(output)).catch(() => undefined);
  if (room === undefined || room.blocks === 0)
    return new NotChecked("the file system does not say how much room there is");
  const free = room.bavail * room.bsize;
  const needed = LEAST + proofs * PER_PROOF;
  if (free >= needed) return `${mebibytes(free)} free, about ${mebibytes(needed)} needed`;
  throw dataError(
    "release/no-space",
    `${output} has ${mebibytes(free)} free, and about ${mebibytes(needed)} are needed`,
    "Make room there, or name another folder as $.output.",
  );
};

/** The room that is needed regardless of the data. */
export const diskCheck: Check<SetUp> = { name: "disk", test: ({ config }) => spaceFor(config, 0) };

/** The evidence can be signed. */
export const signingKeyCheck: Check<SetUp> = {
  name: "signing key",
  async test({ config: { signingKey } }) {
    return `${signingKey} has the public key ${await requireSigningKey(signingKey)}`;
  },
};

/** The folder, or the nearest one above it that exists. */
async function nearestTo(folder: string): Promise<string> {
  for (let path = folder; ; path = dirname(path)) {
    const isThere = await access(path).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
    );
    if (isThere || path === dirname(path)) return path;
  }
}

const mebibytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 20).toLocaleString("en")} MiB`;
