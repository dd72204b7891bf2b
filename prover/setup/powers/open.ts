import { join } from "node:path";
import { powersId } from "../../accumulator/hashes.ts";
import { type Powers, readTau } from "../../accumulator/powers.ts";
import { readPowersG1, readPowersG2, readPowersHeader } from "../../accumulator/powersFile.ts";
import { G1Point, G2Point } from "../../groth16/points.ts";
import { artifactError } from "../../shared/errors.ts";
import { BUILD_FOLDER } from "../../shared/root.ts";
import { exists } from "../cache.ts";
import { installedFileSha256 } from "../fileHash.ts";
import { refusal } from "../lock.ts";
import { POWERS_FILE, POWERS_LOCK, readPowersLock } from "./lock.ts";

/** Where powers are installed, beside the artifacts of circuits. */
export const INSTALLED_POWERS = join(BUILD_FOLDER, "artifacts", "powers");

/**
 * Opens a folder of powers of tau and checks all of it: the file against its lock, its size, that its first points are
 * the generators, and that [tau]_1 and [tau]_2 have the id that the lock states. That the other points are powers of
 * the same tau was checked when the file was made.
 *
 * @param folder default: the installed powers
 * @throws artifact `setup/no-powers`, `setup/lock-missing`, `setup/lock-invalid`, `setup/hash-differs`,
 * `setup/lock-differs`, `native/not-found`, `native/bad-powers`
 * @example
 * await makeDevelopmentPowers({ keys: 4, entries: 4, folder: "small-powers" });
 * const { kind, id } = await openPowers("small-powers");
 */
export async function openPowers(folder = INSTALLED_POWERS): Promise<Powers> {
  if (!(await exists(folder)))
    throw artifactError(
      "setup/no-powers",
      `there are no powers of tau in ${folder}`,
      "Set up powers from the ptau file of a ceremony, or for development. Or give their folder as `powers`.",
    );
  const { id, kind, g1Count, g2Count, sha256 } = await readPowersLock(folder);
  const path = join(folder, POWERS_FILE);
  const header = await readPowersHeader(path);
  if (header.kind !== kind || header.g1Count !== g1Count || header.g2Count !== g2Count)
    throw refusal("setup/lock-differs", `${path} is not of the kind and size that ${POWERS_LOCK} states`);
  if ((await installedFileSha256(path)) !== sha256)
    throw refusal("setup/hash-differs", `${path} does not have the SHA-256 that ${POWERS_LOCK} states`);
  if ((await identify(path)) !== id) throw refusal("setup/lock-differs", `${path} has another tau than ${id}`);
  return { path, id, kind, g1Count, g2Count };
}

/** The id of a file's powers, which must begin with the generators. */
export async function identify(path: string): Promise<string> {
  const [g1] = await readPowersG1(path, 1);
  const [g2] = await readPowersG2(path, 1);
  if (!g1!.equals(G1Point.BASE) || !g2!.equals(G2Point.BASE))
    throw refusal("setup/powers-inconsistent", `${path} does not begin with the generators`);
  const tau = await readTau({ path });
  return powersId(tau.g1, tau.g2);
}
