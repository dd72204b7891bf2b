import { createRequire } from "node:module";
import { usageError } from "./errors.ts";

/** Optional peer dependencies by the part that needs them: what only verifies is installed without. */
const PACKAGES = {
  Proving: ["snarkjs", "circom2", "circomlib", "circomlibjs"],
  "The chain": ["ethers"],
  "A chain inside the process": ["hardhat", "ethers"],
  "Reading Arrow files": ["apache-arrow", "flatbuffers"],
  "Reading Parquet files": ["hyparquet"],
  "Reading YAML": ["yaml"],
  "Importing denylists": ["multiformats"],
  "Importing preferences of tokens": ["multiformats"],
  "Importing RSL licenses": ["@xmldom/xmldom"],
  "A fleet on PostgreSQL": ["pg-boss", "pg"],
  "C2PA manifests": ["@contentauth/c2pa-node"],
  "S3-compatible storage": ["aws4fetch"],
  "Compiling the kernel": ["node-api-headers", "circomlibjs"],
} as const;

/** A part of the project that not every installation has. */
type OptionalPart = keyof typeof PACKAGES;

/**
 * Runs what loads packages of an optional part.
 *
 * @throws usage `package/missing-peer` when one of them is not installed
 */
export async function loadPeer<T>(part: OptionalPart, load: () => T | Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw explained(part, error);
  }
}

/**
 * Loads the package of an optional part at once, for code that cannot wait.
 *
 * @throws usage `package/missing-peer` when it is not installed
 */
export function requirePeer<T>(part: OptionalPart): T {
  try {
    return createRequire(import.meta.url)(PACKAGES[part][0]) as T;
  } catch (error) {
    throw explained(part, error);
  }
}

/** The error, or what to install if that is the reason for it. */
function explained(part: OptionalPart, error: unknown): unknown {
  const missing = PACKAGES[part].find((name) => isMissing(error, name));
  return missing === undefined ? error : missingPeer(part, missing, error);
}

/** Node names the package, or the path inside it, in quotes. */
const isMissing = (error: unknown, name: string): boolean => {
  const { code, message } = error as NodeJS.ErrnoException;
  const isNotFound = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
  return isNotFound && (message.includes(`'${name}'`) || message.includes(`'${name}/`));
};

function missingPeer(part: OptionalPart, missing: string, cause: unknown) {
  const { peerDependencies } = createRequire(import.meta.url)("../../package.json") as {
    peerDependencies: Record<string, string>;
  };
  const packages = PACKAGES[part].map((name) => `${name}@${peerDependencies[name]?.replace("^", "")}`);
  return usageError(
    "package/missing-peer",
    `${part} needs the package ${missing}, which is not installed`,
    `Install what it needs: npm install ${packages.join(" ")}`,
    cause,
  );
}
