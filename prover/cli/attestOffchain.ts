import { deployResolver, openEas, readEasVersion, schemaUidOf, timestampDigest } from "../chain/attestation/eas.ts";
import { signOffchain } from "../chain/attestation/offchain.ts";
import { readOffchain, writeOffchain } from "../chain/attestation/offchainFile.ts";
import { verifyOffchain } from "../chain/attestation/verifyOffchain.ts";
import { readCleanStatus } from "../chain/releases/release.ts";
import { readConfirmedBlock } from "../rpc/block.ts";
import { dataError } from "../shared/errors.ts";
import { readInput, writeFileAtomic } from "../shared/files.ts";
import { addressIn, id, WHERE, WHERE_OPTIONS, withDeployment } from "./chain/where.ts";
import { type Command, exactly, required } from "./command.ts";

const resolver: Command = {
  name: "attest resolver",
  summary: "Deploy the resolver for the Ethereum Attestation Service and register our schema with it",
  usage: `--eas ADDRESS ${WHERE}`,
  options: { ...WHERE_OPTIONS, eas: { type: "string" } },
  run: async ({ positionals, values }) => {
    exactly(positionals, []);
    const eas = addressIn(values, "eas");
    return withDeployment(values, async (chain, deployment) => {
      const json = await deployResolver(chain, deployment, openEas(chain, eas));
      return { verdict: true, json, text: `resolver ${json.resolver}\nschema ${json.schema}` };
    });
  },
};

const sign: Command = {
  name: "attest offchain sign",
  summary: "Sign that a release is clean against a list as far as the ledger says, and timestamp that on the chain",
  usage: `RELEASE_ID --list LIST_ID --eas ADDRESS --resolver ADDRESS --out FILE ${WHERE}`,
  options: {
    ...WHERE_OPTIONS,
    list: { type: "string" },
    eas: { type: "string" },
    resolver: { type: "string" },
    out: { type: "string" },
  },
  run: async ({ positionals, values }) => {
    const [text] = exactly(positionals, ["RELEASE_ID"]);
    const release = id({ release: text }, "release");
    const list = id(values, "list");
    const address = addressIn(values, "eas");
    const schema = schemaUidOf(addressIn(values, "resolver"));
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
  },
};

const verify: Command = {
  name: "attest offchain verify",
  summary: "Check an off-chain attestation: signature, UID, timestamp, and what the ledger said at that moment",
  usage: `FILE --eas ADDRESS ${WHERE}`,
  options: { ...WHERE_OPTIONS, eas: { type: "string" } },
  run: async ({ positionals, values }) => {
    const [path] = exactly(positionals, ["FILE"]);
    const eas = addressIn(values, "eas");
    const hint = "Name a file that `disjoint attest offchain sign` wrote.";
    const attestation = readOffchain(await readInput(path, "attest", hint), path);
    return withDeployment(values, async (chain, deployment) => {
      const json = await verifyOffchain(chain, deployment, eas, attestation);
      const { release, list, epoch } = json.claim;
      const conclusion = json.verdict
        ? `true: signed by ${json.signer}: release ${release} is clean against list ${list} up to epoch ${epoch}`
        : "false: not what it says, or not any more";
      return { verdict: json.verdict, json, text: conclusion, checks: json.checks };
    });
  },
};

export const offchainCommands: readonly Command[] = [resolver, sign, verify];

const nothingToSay = (release: string, list: string) =>
  dataError(
    "attest/not-clean",
    `release ${release} is not clean up to any epoch of list ${list}`,
    "Submit the missing proofs first; `disjoint status --release` says which.",
  );
