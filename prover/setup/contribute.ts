import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dataError, usageError } from "../shared/errors.ts";
import { loadSnarkjs } from "../shared/snarkjs.ts";
import { attempt, replace } from "./step.ts";
import { type Contribution, readZkey } from "./zkey.ts";

/**
 * Adds a contribution with entropy from the operating system, and from a file if one is given. The secret exists only
 * while this runs; one honest contributor is enough.
 *
 * @returns the contribution, whose hash its contributor should publish
 */
export async function contributeToCeremony(
  from: string,
  to: string,
  name: string,
  entropyFile?: string,
): Promise<Contribution> {
  const extra = entropyFile === undefined ? Buffer.alloc(0) : await readEntropy(entropyFile);
  const entropy = createHash("sha512").update(randomBytes(64)).update(extra).digest("hex");
  const { zKey } = await loadSnarkjs();
  await replace(to, (temporary) =>
    attempt("setup/malformed", from, () => zKey.contribute(from, temporary, checkedName(name), entropy)),
  );
  return lastContribution(to);
}

/**
 * Closes a ceremony with a public random value that nobody could know before: 2^iterations rounds of SHA-256 over it.
 *
 * @throws usage `setup/beacon` for a value that is no hexadecimal text of 1 to 255 bytes, or iterations out of 10 to 63
 */
export async function applyBeacon(
  from: string,
  to: string,
  beacon: { hash: string; iterations: number; name?: string },
) {
  const { hash, iterations, name = "" } = beacon;
  if (!/^([0-9a-f]{2}){1,255}$/.test(hash) || !Number.isInteger(iterations) || iterations < 10 || iterations > 63)
    throw usageError(
      "setup/beacon",
      `beacon ${hash} with 2^${iterations} rounds`,
      "Give 1 to 255 bytes in hex, 10 to 63.",
    );
  const { zKey } = await loadSnarkjs();
  await replace(to, (temporary) =>
    attempt("setup/malformed", from, () => zKey.beacon(from, temporary, checkedName(name), hash, iterations)),
  );
  return lastContribution(to);
}

async function lastContribution(path: string): Promise<Contribution> {
  const { contributions } = await readZkey(path);
  return contributions.at(-1)!;
}

async function readEntropy(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((cause) => {
    throw dataError(
      "setup/entropy",
      `${path} cannot be read`,
      "Pass a readable file as `entropyFile`, or omit it.",
      cause,
    );
  });
  if (bytes.length > 0) return bytes;
  throw dataError("setup/entropy", `${path} is empty`, "Pass a file with random bytes as `entropyFile`, or omit it.");
}

function checkedName(name: string): string {
  if (/^[\x20-\x7e]{0,64}$/.test(name)) return name;
  throw usageError(
    "setup/name",
    `${JSON.stringify(name)} cannot be the name of a contribution`,
    "Use at most 64 ASCII characters.",
  );
}
