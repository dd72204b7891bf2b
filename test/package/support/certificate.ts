import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What C2PA demands of a certificate of a signer, and of what certifies it. */
const EXTENSIONS = `[signer]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

/** A certificate for a private key, by an authority made for it: the chain in PEM. OpenSSL makes both. */
export function certify(folder: string, keyFile: string, name: string): string {
  const at = (ending: string) => join(folder, `${name}.${ending}`);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  const subject = (commonName: string) => ["-subj", `/O=Example/CN=${commonName}`];
  writeFileSync(at("cnf"), EXTENSIONS);
  openssl("genpkey", "-algorithm", "ed25519", "-out", at("ca.key"));
  openssl("req", "-x509", "-new", "-key", at("ca.key"), ...subject("Authority"), "-days", "2", "-out", at("ca.pem"));
  openssl("req", "-new", "-key", keyFile, ...subject(name), "-out", at("csr"));
  const authority = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial"];
  const extensions = ["-extfile", at("cnf"), "-extensions", "signer"];
  openssl("x509", "-req", "-in", at("csr"), ...authority, "-days", "1", ...extensions, "-out", at("own.pem"));
  const chain = Buffer.concat([openssl("x509", "-in", at("own.pem")), openssl("x509", "-in", at("ca.pem"))]);
  writeFileSync(at("chain.pem"), chain);
  return at("chain.pem");
}

/** A new private key of a kind, in a file of its owner. */
export function makeKey(folder: string, name: string, ...kind: string[]): string {
  const path = join(folder, `${name}.key.pem`);
  execFileSync("openssl", ["genpkey", ...kind, "-out", path], { stdio: "pipe" });
  chmodSync(path, 0o600);
  return path;
}
