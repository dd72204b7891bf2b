import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { usageError } from "../../shared/errors.ts";
import { loadPeer } from "../../shared/peers.ts";
import { s3Url } from "../../source/storage/s3.ts";
import type { Storage } from "./storage.ts";

/** The variables that AWS's own tools read from the environment. */
type Environment = Record<string, string | undefined>;

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** Longer than any object of a job takes. */
const TIMEOUT_MS = 120_000;

/**
 * Objects below `s3://bucket/prefix`, at AWS or at the endpoint that `AWS_ENDPOINT_URL_S3` names. Keys are those of
 * AWS's own tools: of the environment, or of a profile in the credentials file.
 *
 * @throws usage `source/bad-address`, `fleet/no-credentials`, `package/missing-peer`
 */
export async function openS3(address: string, environment: Environment = process.env): Promise<Storage> {
  const { AwsClient } = await loadPeer("S3-compatible storage", () => import("aws4fetch"));
  const credentials = await credentialsOf(environment);
  const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? "us-east-1";
  const client = new AwsClient({ ...credentials, service: "s3", region, retries: 0 });
  const base = address.replace(/\/*$/, "/");
  const call = async (method: string, url: URL, allowed: readonly number[], body?: Uint8Array<ArrayBuffer>) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await client.fetch(url, { method, signal, ...(body && { body }) });
    if (response.ok || allowed.includes(response.status)) return response;
    await response.arrayBuffer();
    throw new Error(`the storage answered ${response.status} to ${method}`);
  };
  const urlOf = (name: string) => s3Url(base + name, environment);
  return {
    async read(name) {
      const response = await call("GET", urlOf(name), [404]);
      const bytes = new Uint8Array(await response.arrayBuffer());
      return response.ok ? bytes : undefined;
    },
    async write(name, content) {
      await (await call("PUT", urlOf(name), [], Uint8Array.from(content))).arrayBuffer();
    },
    async remove(name) {
      await (await call("DELETE", urlOf(name), [404])).arrayBuffer();
    },
    names: () => namesIn(address, environment, (url) => call("GET", url, []).then((response) => response.text())),
  };
}

/** Pages of ListObjectsV2. The names of our objects are hexadecimal: nothing in them is escaped. */
async function* namesIn(
  address: string,
  environment: Environment,
  read: (url: URL) => Promise<string>,
): AsyncGenerator<string> {
  const [, bucket = "", prefix = ""] = /^s3:\/\/([^/]+)\/?(.*?)\/*$/s.exec(address) ?? [];
  for (let token = ""; ; ) {
    const url = s3Url(`s3://${bucket}/`, environment);
    url.searchParams.set("list-type", "2");
    if (prefix !== "") url.searchParams.set("prefix", `${prefix}/`);
    if (token !== "") url.searchParams.set("continuation-token", token);
    const text = await read(url);
    for (const [, key = ""] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) yield key.slice(key.lastIndexOf("/") + 1);
    token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1] ?? "";
    if (token === "") return;
  }
}

async function credentialsOf(environment: Environment): Promise<Credentials> {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = environment;
  if (id && secret) return { accessKeyId: id, secretAccessKey: secret, ...(token && { sessionToken: token }) };
  const path = environment.AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), ".aws", "credentials");
  const profile = environment.AWS_PROFILE ?? "default";
  const fields = profileIn(await readFile(path, "utf8").catch(() => ""), profile);
  const { aws_access_key_id: ownId, aws_secret_access_key: ownSecret, aws_session_token: ownToken } = fields;
  if (ownId && ownSecret)
    return { accessKeyId: ownId, secretAccessKey: ownSecret, ...(ownToken && { sessionToken: ownToken }) };
  throw usageError(
    "fleet/no-credentials",
    `there are no keys for the storage: ${path} has no profile ${profile}`,
    "Write the keys to that file, or name another one in AWS_SHARED_CREDENTIALS_FILE.",
  );
}

/** The fields of a section of the credentials file, which is in the INI format. */
function profileIn(text: string, profile: string): Environment {
  const sections = text.split(/^\s*\[/m);
  const section = sections.find((each) => each.split("]")[0]!.trim() === profile && each.includes("]")) ?? "";
  const lines = section.split("\n").map((line) => /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(line));
  return Object.fromEntries(lines.flatMap((found) => (found === null ? [] : [[found[1]!, found[2]!]])));
}
