import { type Command, NOTHING_KEPT, type Option, READS_ONLY } from "./definition.ts";
import { listId, out, releaseId, requiredReleaseId, signingKey } from "./options.ts";

const LIST = {
  name: "LIST",
  meaning: "The list of a release's output keys, a DSSE envelope signed by the vendor.",
  example: "output-keys.json",
} as const;

export const OUTPUT = {
  name: "OUTPUT",
  meaning: "The output, a file, or - for stdin.",
  example: "answer.txt",
} as const;

const publicKey: Option = {
  name: "public-key",
  value: "HEX",
  meaning: "An Ed25519 public key, printed by `disjoint attest key`.",
  required: true,
  example: "4c".repeat(32),
};

const vendorKey: Option = {
  ...signingKey,
  meaning: "Ed25519 private key in PEM of the vendor, made by `disjoint attest key`.",
};

export const keysAdd: Command = {
  name: "output keys add",
  summary: "Give a release a new key that signs its outputs, in place of the last",
  details: "The list is made if it is not there. A key that is in it counts no longer from now on.",
  arguments: [LIST],
  options: [
    publicKey,
    vendorKey,
    { ...releaseId, meaning: "The release, where the list is made." },
    {
      name: "weights",
      value: "SHA256",
      meaning: "The digest of the release's weights, where the list is made.",
      example: "7f".repeat(32),
    },
  ],
  examples: [
    [
      "disjoint output keys add output-keys.json --public-key $OUTPUT_KEY --signing-key signing.pem " +
        "--release-id $RELEASE_ID --weights $WEIGHTS",
      "the first key of a release",
    ],
  ],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../custody/output.ts")).runKeysAdd,
};

export const keysRevoke: Command = {
  name: "output keys revoke",
  summary: "Revoke a key that signed outputs of a release",
  details: "What it signed counts afterwards only if it was anchored before the revocation.",
  arguments: [LIST],
  options: [
    publicKey,
    { name: "reason", value: "TEXT", meaning: "Why, in one line.", required: true, example: "stolen" },
    {
      name: "at",
      value: "TIME",
      meaning: "From when on, in UTC.",
      default: "now",
      example: "2026-01-31T12:00:00Z",
    },
    vendorKey,
  ],
  examples: [
    [
      "disjoint output keys revoke output-keys.json --public-key $OUTPUT_KEY --reason stolen --signing-key signing.pem",
      "from now on",
    ],
  ],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../custody/output.ts")).runKeysRevoke,
};

export const outputSign: Command = {
  name: "output sign",
  summary: "Sign an output of a release, apart from the output or in a C2PA manifest",
  details:
    "A manifest is embedded in a copy of a PNG, JPEG or WAV file. The signature in it is about the file as it was. " +
    "Keys are read from files only.",
  arguments: [OUTPUT],
  options: [
    requiredReleaseId,
    { ...signingKey, meaning: "Ed25519 private key in PEM of the release's outputs." },
    out("FILE", "The signature (DSSE envelope), or with --c2pa the copy of the output.", "answer.sig.json"),
    { name: "c2pa", meaning: "Embed the signature in a C2PA manifest; needs @contentauth/c2pa-node." },
    {
      name: "certificate",
      value: "FILE",
      meaning: "Certificates in PEM for --c2pa: that of the key which signs the manifest, then those above it.",
      example: "chain.pem",
    },
    {
      name: "certificate-key",
      value: "FILE",
      meaning: "Private key in PEM of the first certificate.",
      default: "the key of --signing-key",
      example: "certificate.key.pem",
    },
  ],
  examples: [
    [
      "disjoint output sign answer.txt --release-id $RELEASE_ID --signing-key output.pem --out answer.sig.json",
      "sign a file",
    ],
    [
      "disjoint output sign image.png --release-id $RELEASE_ID --signing-key output.pem --c2pa " +
        "--certificate chain.pem --out signed.png",
      "with the signature in the image",
    ],
  ],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../custody/output.ts")).runOutputSign,
};

export const outputVerify: Command = {
  name: "output verify",
  summary: "Say which release an output is of, and whether that is clean",
  details: "Offline. Whether the release is clean is what the snapshot of a registry says.",
  arguments: [OUTPUT],
  options: [
    {
      name: "signature",
      value: "FILE",
      meaning: "The signature, written by `disjoint output sign`.",
      default: "the one in the output's C2PA manifest",
      example: "answer.sig.json",
    },
    { name: "key-list", value: "FILE", meaning: LIST.meaning, required: true, example: LIST.example },
    {
      name: "signer",
      value: "NAME=PUBLICKEY",
      meaning: "A trusted signer, by an Ed25519 public key in hexadecimal.",
      repeatable: true,
      example: `vendor=${"4c".repeat(32)}`,
    },
    { ...releaseId, meaning: "The release that the output must be of." },
    { name: "sequence", value: "N", meaning: "The least sequence of the list of keys.", example: "3" },
    { name: "proof", value: "FILE", meaning: "The proof that a batch has the output.", example: "answer.proof.json" },
    {
      name: "anchor",
      value: "ROOT=TIME",
      meaning: "A root that is known to be anchored, and when, in seconds since 1970.",
      repeatable: true,
      example: `${"8c".repeat(32)}=1767225600`,
    },
    {
      name: "snapshot",
      value: "FILE",
      meaning: "Snapshot of a registry, written by `disjoint chain index --snapshot`.",
      default: "nothing is said about what is clean",
      example: "registry.json",
    },
    {
      ...listId,
      meaning: "A list that the release must be clean against.",
      default: "every list of the snapshot is only reported",
      repeatable: true,
    },
  ],
  examples: [
    [
      "disjoint output verify answer.txt --signature answer.sig.json --key-list output-keys.json " +
        "--signer vendor=$PUBLIC_KEY --snapshot registry.json --list-id $LIST_ID",
      "exit code 1 if it is of no such release, 6 if that is behind",
    ],
    [
      "disjoint output verify signed.png --key-list output-keys.json --signer vendor=$PUBLIC_KEY",
      "an image with its signature in it; needs @contentauth/c2pa-node",
    ],
  ],
  interrupted: READS_ONLY,
  load: async () => (await import("../custody/verifyOutput.ts")).runOutputVerify,
};
