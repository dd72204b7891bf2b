import { chmodSync } from "node:fs";
import { join } from "node:path";
import { encryptKeystoreJson } from "ethers";
import { afterEach, expect, test, vi } from "vitest";
import { developmentAccount } from "../../../../prover/rpc/connection.ts";
import { readSigner, type SignerSource } from "../../../../prover/rpc/node/signer.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";

const { address, privateKey } = developmentAccount(3);

/** Few rounds: the point is the format, not the time that guessing takes. */
const keystore = () => encryptKeystoreJson({ address, privateKey }, "a password", { scrypt: { N: 2, r: 8, p: 1 } });

async function scene(): Promise<(name: string) => string> {
  const files = {
    key: `${privateKey}\n`,
    plain: "no key",
    password: "a password\n",
    other: "another",
    store: await keystore(),
  };
  const folder = folderWith(files);
  const at = (name: string) => join(folder, name);
  for (const name of Object.keys(files)) chmodSync(at(name), 0o600);
  return at;
}

afterEach(() => vi.unstubAllEnvs());

test("is read from a key file, from a keystore and from a mounted secret", async () => {
  const at = await scene();
  vi.stubEnv("CREDENTIALS_DIRECTORY", at("."));
  chmodSync(at("key"), 0o600);
  const sources: SignerSource[] = [
    { keyFile: at("key") },
    { keystore: at("store"), passwordFile: at("password") },
    { secret: "key" },
  ];
  for (const source of sources) expect((await readSigner(source)).address).toBe(address);
  chmodSync(at("key"), 0o444);
  expect((await readSigner({ secret: "key" })).address).toBe(address);
});

test.each<[string, (at: (name: string) => string) => SignerSource, string]>([
  ["a file that is missing", (at) => ({ keyFile: at("none") }), "chain/no-key-file"],
  ["a file without a key", (at) => ({ keyFile: at("plain") }), "chain/bad-key-file"],
  ["a secret that is missing", () => ({ secret: "none" }), "chain/no-key-file"],
  ["another password", (at) => ({ keystore: at("store"), passwordFile: at("other") }), "chain/bad-keystore"],
  ["a keystore that is none", (at) => ({ keystore: at("plain"), passwordFile: at("password") }), "chain/bad-keystore"],
])("is refused with %s", async (_, source, code) => {
  const at = await scene();
  vi.stubEnv("CREDENTIALS_DIRECTORY", at("."));
  expect(await codeOf(() => readSigner(source(at)))).toBe(code);
});

test.each(["key", "password"])("is refused when others can read the file of the %s", async (name) => {
  const at = await scene();
  chmodSync(at(name), 0o644);
  const source = name === "key" ? { keyFile: at(name) } : { keystore: at("store"), passwordFile: at(name) };
  expect(await codeOf(() => readSigner(source))).toBe("chain/open-key-file");
});
