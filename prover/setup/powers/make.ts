import { chmod } from "node:fs/promises";
import { join } from "node:path";
import type { Powers } from "../../accumulator/powers.ts";
import { MAX_POWERS, type PowersHeader } from "../../accumulator/powersFile.ts";
import { usageError } from "../../shared/errors.ts";
import { sha256File, writeFileAtomic } from "../../shared/files.ts";
import { stringifyJson } from "../../shared/json.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { makeFolder } from "../cache.ts";
import { type PowersOfTau, recognise } from "../powersOfTau.ts";
import { checkConsistency } from "./consistency.ts";
import { POWERS_FILE, POWERS_LOCK, POWERS_LOCK_FORMAT, type PowersLock } from "./lock.ts";
import { INSTALLED_POWERS, identify, openPowers } from "./open.ts";
import { countPtau } from "./ptau.ts";
import { powersKernel } from "./small.ts";

/** The largest sets that powers are for: keys of a shard, entries of a list. */
export type PowersSize = { keys?: number; entries?: number };

/** `folder`: must not exist yet; default: where powers are installed. */
export type MakePowersOptions = PowersSize & { folder?: string; onProgress?: OnProgress };

/** The largest set that powers of the largest ceremony are for. */
export const MOST_ELEMENTS = MAX_POWERS - 1;

/** Elements of development powers, for which nobody stated a size. */
const DEVELOPMENT_SIZE = 2 ** 18;

/**
 * Makes a folder of powers from the ptau file of a ceremony: the same that keys of circuits begin with. Its hash must
 * be known or stated; then all points that are taken are checked to be powers of one tau.
 *
 * @param options `keys` and `entries`, by default: as many as the file is for
 * @throws artifact `setup/unknown-ptau`, `setup/ptau-unfit`, `native/bad-ptau`, `native/ptau-too-small`,
 * `setup/powers-inconsistent`, without the native kernel `accumulator/too-large`; usage `setup/exists`
 * @example
 * const powers = await makePowers({ ptau: "powersOfTau28_hez_final_20.ptau" }, { entries: 100_000 });
 */
export async function makePowers(from: PowersOfTau, options: MakePowersOptions = {}): Promise<Powers> {
  const kernel = powersKernel();
  const { onProgress = silent } = options;
  const powersOfTau = await recognise(from);
  const { g2Count } = await countPtau(from.ptau);
  const counts = countsFor(options, Math.min(g2Count - 1, kernel.most));
  return install(options, { kind: "ceremony", ...counts, powersOfTau }, async (path) => {
    await kernel.powersFromPtau({ ptau: from.ptau, path, ...counts, onProgress });
    onProgress({ stage: "native", done: 0, what: "checking that the points are powers of one secret" });
    await checkConsistency(kernel, path, onProgress);
  });
}

/**
 * Makes a folder of powers from a random tau, which is thrown away. For development: proofs with them show nothing to
 * those who do not trust this machine.
 *
 * @throws usage `setup/exists`; artifact `native/not-written`, without the native kernel `accumulator/too-large`
 * @example
 * const powers = await makeDevelopmentPowers({ keys: 100, entries: 50, folder: "powers" });
 * console.log(powers.kind, powers.g1Count, powers.g2Count); // development 101 51
 */
export async function makeDevelopmentPowers(options: MakePowersOptions = {}): Promise<Powers> {
  const kernel = powersKernel();
  const { onProgress = silent } = options;
  const counts = countsFor(options, Math.min(DEVELOPMENT_SIZE, kernel.most));
  return install(options, { kind: "development", ...counts, powersOfTau: null }, (path) =>
    kernel.developmentPowers({ path, ...counts, onProgress }),
  );
}

/** A set of n elements takes n + 1 powers. */
function countsFor({ keys, entries }: PowersSize, otherwise: number): Pick<PowersHeader, "g1Count" | "g2Count"> {
  const inG2 = entries ?? otherwise;
  return { g1Count: Math.max(keys ?? otherwise, inG2) + 1, g2Count: inG2 + 1 };
}

/** Fills a new folder; the lock is written last. */
async function install(
  { folder = INSTALLED_POWERS }: MakePowersOptions,
  about: Omit<PowersLock, "format" | "id" | "sha256">,
  write: (path: string) => Promise<void>,
): Promise<Powers> {
  const made = await makeFolder(folder, async (temporary) => {
    const path = join(temporary, POWERS_FILE);
    await write(path);
    await chmod(path, 0o644);
    const lock: PowersLock = {
      format: POWERS_LOCK_FORMAT,
      id: await identify(path),
      ...about,
      sha256: await sha256File(path),
    };
    await writeFileAtomic(join(temporary, POWERS_LOCK), stringifyJson(lock, 2));
  });
  if (!made) throw usageError("setup/exists", `${folder} exists`, "Choose a folder that does not exist yet.");
  return openPowers(folder);
}
