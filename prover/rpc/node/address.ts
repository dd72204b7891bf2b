import { usageError } from "../../shared/errors.ts";
import { badFile, readPrivate, readSecret, secretPath } from "./privateFile.ts";

/**
 * The address of a node. Only `host` may be shown: the path, query and user part of an address are often the key to it.
 * `conceal` removes them from text that comes from outside.
 */
export type Address = { url: string; host: string; headers: Record<string, string>; conceal(text: string): string };

/**
 * A node's address, or the file that holds it: a path that only its owner can read, or the name of a file where the
 * environment mounts secrets. An address with a key in it belongs neither in a shared configuration nor in arguments,
 * which others can see.
 */
export type AddressSource = string | { file: string } | { secret: string };

/** The addresses that a configuration or a file may hold: https, or http on this machine. */
export const NODE_ADDRESS = /^(https:\/\/[^\s]+|http:\/\/([^\s@/]+@)?(127\.0\.0\.1|localhost|\[::1\])[^\s]*)$/;

/**
 * Reads a node's address from where it is kept.
 *
 * @throws usage `chain/no-address-file`, `chain/bad-address-file`, `chain/open-address-file`
 */
export async function resolveAddress(source: AddressSource): Promise<string> {
  if (typeof source === "string") return source;
  const path = "file" in source ? source.file : secretPath(source.secret);
  const text = await ("file" in source ? readPrivate(path, "address") : readSecret(path, "address"));
  if (NODE_ADDRESS.test(text.trim())) return text.trim();
  throw badFile(
    "address",
    `${path} does not hold a node's address`,
    "One line with an https address, or with an http address of this machine, is expected.",
  );
}

/** Shorter parts of an address are names such as `v2`, not keys. */
const MIN_KEY_LENGTH = 5;

/**
 * Parses a node's address. A user part becomes basic authentication (RFC 7617).
 *
 * @throws usage `chain/bad-address`, whose message does not show the address
 */
export function readAddress(text: string): Address {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw usageError(
      "chain/bad-address",
      "the node's address must be an http or https address",
      "Write https://HOST/PATH, or http://127.0.0.1:PORT for a node of this machine.",
    );
  const headers: Record<string, string> = { "content-type": "application/json" };
  const user = decodePart(url.username);
  const password = decodePart(url.password);
  if (user !== "" || password !== "")
    headers.authorization = `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
  const basic = headers.authorization?.slice("Basic ".length) ?? "";
  const parts = [
    basic,
    url.username,
    url.password,
    user,
    password,
    ...url.pathname.split("/"),
    url.search,
    ...[...url.searchParams].flat(),
  ];
  const keys = parts.filter((part) => part.length >= MIN_KEY_LENGTH).sort((a, b) => b.length - a.length);
  const { host } = url;
  url.username = "";
  url.password = "";
  url.hash = "";
  return {
    url: url.href,
    host,
    headers,
    conceal: (message) => keys.reduce((rest, key) => rest.replaceAll(key, "…"), message),
  };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
