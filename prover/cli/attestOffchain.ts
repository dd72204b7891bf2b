import {
  computeSchemaUid,
  deployResolver,
  openEas,
  readEasVersion,
  timestampDigest,
} from "../chain/attestation/eas.ts";
import { signOffchain } from "../chain/attestation/offchain.ts";
import { readOffchain, writeOffchain } from "../chain/attestation/offchainFile.ts";
import { verifyOffchain } from "../chain/attestation/verifyOffchain.ts";
import { readCleanStatus } from "../chain/releases/status.ts";
import { readConfirmedBlock } from "../rpc/block.ts";
import { dataError } from "../shared/errors.ts";
import { readInput, writeFileAtomic } from "../shared/files.ts";
import { type ListId, type ReleaseId, toReleaseId } from "../shared/ids.ts";
import { addressIn, idIn, listIdIn, withDeployment } from "./chain/where.ts";
import type { Run } from "./commands/definition.ts";
import { exactly, required } from "./values.ts";

export const runResolver: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  const eas = addressIn(values, "eas");
  return withDeployment(values, async (chain, deployment) => {
    const json = await deployResolver(chain, deployment, openEas(chain, eas));
    return { verdict: true, json, text: `resolver ${json.resolver}\nschema ${json.schema}` };
  });
};

export const runOffchainSign: Run = async ({ positionals, values }) => {
  const [text] = exactly(positionals, ["RELEASE_ID"]);
  const release = toReleaseId(idIn(text));
  const list = listIdIn(values);
  const address = addressIn(values, "eas");
  const schema = computeSchemaUid(addressIn(values, "resolver"));
  const out = required(values, "out");
  return withDeployment(values, async (chain, deployment) => {
    const { cleanEpoch: epoch, at } = await readCleanStatus(
      chain,
      deployment,
      list,
      release,
      await readConfirmedBlock(chain),
    );
    if (epoch === 0) throw nothingToSay(release, list);
    const service = openEas(chain, address);
    const made = { address, version: await readEasVersion(service), schema };
    const attestation = await signOffchain(chain, made, { release, list, epoch }, at.time);
    await writeFileAtomic(out, writeOffchain(attestation));
    const time = await timestampDigest(chain, service, attestation.uid);
    const json = { file: out, uid: attestation.uid, signer: attestation.signer, release, list, epoch, time };
    return { verdict: true, json, text: `${out}\nuid ${attestation.uid}, clean up to epoch ${epoch}` };
  });
};

export const runOffchainVerify: Run = async ({ positionals, values }) => {
  const [path] = exactly(positionals, ["FILE"]);
  const eas = addressIn(values, "eas");
  const hint = "Pass a file that `disjoint attest offchain sign` wrote.";
  const attestation = readOffchain(await readInput(path, "attest/not-found", hint), path);
  return withDeployment(values, async (chain, deployment) => {
    const json = await verifyOffchain(chain, deployment, eas, attestation);
    const { release, list, epoch } = json.claim;
    const conclusion = json.verdict
      ? `true: signed by ${json.signer}: release ${release} is clean against list ${list} up to epoch ${epoch}`
      : "false: not what it says, or not any more";
    return { verdict: json.verdict, json, text: conclusion, checks: json.checks };
  });
};

const nothingToSay = (release: ReleaseId, list: ListId) =>
  dataError(
    "attest/not-clean",
    `release ${release} is not clean up to any epoch of list ${list}`,
    "Submit the missing proofs first; `disjoint status --release-id` says which.",
  );
