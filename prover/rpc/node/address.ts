import { usageError } from "../../shared/errors.ts";
import { badFile, readPrivate, readText, secretPath } from "./privateFile.ts";

/**
 * Where a node is. Only `host` may be shown: path, query and user part of an address are often the key to it. `conceal`
 * takes them out of a text of others.
 */
export type Address = { url: string; host: string; headers: Record<string, string>; conceal(text: string): string };

/**
 * A node's address, or where it is: a file that only its owner can read, or the name of a file in the environment's
 * mount of secrets. An address with a key in it belongs neither into a configuration that is shared nor into
 * arguments, which others see.
 */
export type AddressSource = string | { file: string } | { secret: string };

/** What a configuration and a file may hold: https, or http of this machine. */
export const NODE_ADDRESS = /^(https:\/\/[^\s]+|http:\/\/([^\s@/]+@)?(127\.0\.0\.1|localhost|\[::1\])[^\s]*)$/;

/** @throws usage `chain/no-address-file`, `chain/bad-address-file`, `chain/open-address-file` */
export async function resolveAddress(source: AddressSource): Promise<string> {
  if (typeof source === "string") return source;
  const path = "file" in source ? source.file : secretPath(source.secret);
  const text = await ("file" in source ? readPrivate(path, "address") : readText(path, "address"));
  if (NODE_ADDRESS.test(text.trim())) return text.trim();
  throw badFile(
    "address",
    `${path} does not hold a node's address`,
    "One line with an https address, or with an http address of this machine, is expected.",
  );
}

/** Parts that are shorter than this are names such as `v2`, not keys. */
const KEY_LENGTH = 5;

/**
 * Reads a node's address. A user part becomes basic authentication (RFC 7617).
 *
 * @throws usage `chain/bad-address`, which does not show it
 */
export function readAddress(text: string): Address {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw usageError(
      "chain/bad-address",
      "the node's address is no http or https address",
      "Write https://HOST/PATH, or http://127.0.0.1:PORT for a node of this machine.",
    );
  const headers: Record<string, string> = { "content-type": "application/json" };
  const user = plain(url.username);
  const password = plain(url.password);
  if (user !== "" || password !== "")
    headers.authorization = `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
  const basic = headers.authorization?.slice("Basic ".length) ?? "";
  const written = [
    basic,
    url.username,
    url.password,
    user,
    password,
    ...url.pathname.split("/"),
    url.search,
    ...query(url),
  ];
  const keys = written.filter((part) => part.length >= KEY_LENGTH).sort((a, b) => b.length - a.length);
  const { host } = url;
  [url.username, url.password, url.hash] = ["", "", ""];
  return {
    url: url.href,
    host,
    headers,
    conceal: (said) => keys.reduce((rest, key) => rest.replaceAll(key, "…"), said),
  };
}

const query = (url: URL): string[] => [...url.searchParams].flat();

function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
