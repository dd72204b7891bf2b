import type { ManifestSigner } from "../../custody/outputs/c2pa/manifest.ts";
import { type EmbeddedVerdict, verifyEmbeddedOutput } from "../../custody/outputs/c2pa/verify.ts";
import { type OutputPolicy, verifyOutput } from "../../custody/outputs/verify.ts";
import { describeBlock, describeState, toIsoTime } from "../../registry/describe.ts";
import { openRegistry, type Registry } from "../../registry/judge.ts";
import { readSnapshot } from "../../registry/readSnapshot.ts";
import { usageError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import { toListId, toReleaseId } from "../../shared/ids.ts";
import { quoted } from "../../shared/names.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly, many, optional, pairs, required } from "../values.ts";
import { signersIn } from "../verify/policy.ts";
import { type Row, verified } from "../verify/verified.ts";
import { contentOfOutput, digestOf } from "./output.ts";

export const runOutputVerify: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["OUTPUT"]);
  const proofPath = optional(values, "proof");
  const proof = proofPath === undefined ? undefined : await read(proofPath);
  const files = { keys: await read(required(values, "key-list")), ...(proof && { proof }) };
  const policy = await policyIn(values);
  const signaturePath = optional(values, "signature");
  const verdict: EmbeddedVerdict =
    signaturePath === undefined
      ? await verifyEmbeddedOutput({ ...files, file: await contentOfOutput(path) }, policy)
      : verifyOutput({ ...files, sha256: await digestOf(path), signature: await read(signaturePath) }, policy);
  const { output, key, weights, anchored, clean, manifestSigner } = verdict;
  return verified(verdict, {
    claim: () => `${quoted(output?.name ?? "")} is an output of release ${output?.release}`,
    rows: () => rowsOf(verdict, policy),
    details: [],
    json: {
      output: output ?? null,
      key: key ?? null,
      weights: weights ?? null,
      anchored: anchored ?? null,
      clean,
      ...(signaturePath === undefined && { manifestSigner: manifestSigner ?? null }),
    },
  });
};

function rowsOf(
  { output, key, weights, anchored, clean, manifestSigner }: EmbeddedVerdict,
  { registry }: OutputPolicy,
): Row[] {
  return [
    ["weights", weights ?? ""],
    ["key", `${key?.publicKey}, which counted at ${output?.time}`],
    [
      "anchored",
      anchored === undefined ? "not checked: the time is the signer's word" : `before ${toIsoTime(anchored)}`,
    ],
    ...(manifestSigner === undefined ? [] : [manifestRow(manifestSigner)]),
    ...clean.map(
      (each): Row => ["clean", `against ${quoted(each.list.name ?? each.list.list)}: ${describeState(each)}`],
    ),
    [
      "registry",
      registry === undefined ? "not asked: nothing is said about what is clean" : describeBlock(registry.snapshot),
    ],
  ];
}

const manifestRow = ({ issuer, commonName, expired }: ManifestSigner): Row => [
  "manifest",
  "valid for this file, which says nothing about its signer: the certificate " +
    `(${quoted(commonName)} of ${quoted(issuer)}) ` +
    `${expired ? "has expired, and " : ""}was compared with no list of trusted ones`,
];

const ANCHOR_FORM = {
  form: "ROOT=TIME",
  pattern: /^[0-9]{1,12}$/,
  value: "TIME is in seconds since 1970: `disjoint output anchor add` prints both.",
} as const;

async function policyIn(values: Values): Promise<OutputPolicy> {
  const release = optional(values, "release-id");
  const sequence = optional(values, "sequence");
  const lists = many(values, "list-id").map(toListId);
  const anchors = pairs(values, "anchor", ANCHOR_FORM).map(([root, time]) => [root, Number(time)] as const);
  const snapshot = optional(values, "snapshot");
  const registry: Registry | undefined =
    snapshot === undefined ? undefined : openRegistry(readSnapshot(await read(snapshot)));
  if (sequence !== undefined && !/^[1-9][0-9]{0,14}$/.test(sequence))
    throw usageError(
      "cli/bad-option",
      `--sequence ${sequence} is not a number`,
      "Give the last sequence that you know.",
    );
  return {
    signers: signersIn(values),
    anchors: new Map(anchors),
    ...(release !== undefined && { release: toReleaseId(release) }),
    ...(sequence !== undefined && { sequence: Number(sequence) }),
    ...(registry && { registry }),
    ...(lists.length > 0 && { lists }),
  };
}

const read = (path: string) => readInput(path, "custody/not-found", "Check the path.");
