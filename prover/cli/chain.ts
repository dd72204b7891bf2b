import { existsSync } from "node:fs";
import { join } from "node:path";
import { readBlocklist } from "../blocklist/read.ts";
import { readBundle } from "../bundle/document.ts";
import type { ShardStatus } from "../chain/answers.ts";
import { type Chain, openChain } from "../chain/connection.ts";
import { deploy } from "../chain/deploy.ts";
import { type Deployment, readDeployment } from "../chain/deployment.ts";
import { publish } from "../chain/publish.ts";
import { readRelease, register, releaseStatus } from "../chain/releases.ts";
import { isCleanNow, status } from "../chain/status.ts";
import { submit } from "../chain/submit.ts";
import { proofToWords } from "../groth16/proof.ts";
import { keyToWords } from "../groth16/verificationKey.ts";
import { readPinnedCircuits } from "../keys/pinned.ts";
import { loadPoseidon } from "../native/poseidon.ts";
import { readDocument } from "../shared/document.ts";
import { chainError, usageError } from "../shared/errors.ts";
import { parseField } from "../shared/field.ts";
import { readInput, writeFileAtomic } from "../shared/files.ts";
import { parseJson, stringifyJson } from "../shared/json.ts";
import { PROJECT_ROOT } from "../shared/root.ts";
import { type Command, exactly, type Outcome, optional, required, type Values } from "./command.ts";

const WHERE = "[--rpc URL --key-file FILE | --state DIR] [--deployment FILE]";

const WHERE_OPTIONS = {
  rpc: { type: "string" },
  "key-file": { type: "string" },
  state: { type: "string" },
  deployment: { type: "string" },
} as const;

const deployCommand: Command = {
  name: "chain deploy",
  summary: "Deploy the contracts with a verifier for every installed circuit",
  usage: `[--artefacts DIR] ${WHERE}`,
  options: { ...WHERE_OPTIONS, artefacts: { type: "string" } },
  run: async ({ positionals, values, onProgress }) => {
    exactly(positionals, []);
    return withChain(values, async (chain) => {
      const path = deploymentPath(values, chain);
      if (existsSync(path)) throw alreadyDeployed(path);
      const pinned = await readPinnedCircuits(optional(values, "artefacts"));
      const circuits = pinned.map(({ circuitId, pageSize, setup, key }) => ({
        ...{ circuitId, entries: pageSize, setup },
        keyWords: keyToWords(key),
      }));
      const { deployment, gas } = await deploy(chain, circuits, { onProgress });
      await writeFileAtomic(path, stringifyJson(deployment, 2));
      const { chainId, ledger, blocklists } = deployment;
      const text = `deployed on chain ${chainId}: ledger ${ledger}, blocklists ${blocklists}\n${path}`;
      return { verdict: true, json: { deployment, gas, file: path }, text };
    });
  },
};

const publishCommand: Command = {
  name: "chain publish",
  summary: "Bring a blocklist onto the chain, or append what it grew by",
  usage: `LIST_DIR [--uri URI] ${WHERE}`,
  options: { ...WHERE_OPTIONS, uri: { type: "string" } },
  run: async ({ positionals, values, onProgress }) => {
    const [folder] = exactly(positionals, ["LIST_DIR"]);
    return withDeployment(values, async (chain, deployment) => {
      const { name, scheme, pages, root } = await readBlocklist(folder, await loadPoseidon());
      const terms = { scheme, metadata: name, reviewers: [], threshold: 0 };
      const document = { terms, pages, contentHash: `0x${root}`, uri: optional(values, "uri") ?? "" };
      const json = await publish(chain, deployment, document, { onProgress });
      const text = `list ${json.list}: ${json.appended} pages appended, ${json.pageCount} in all, epoch ${json.epoch}`;
      return { verdict: true, json, text };
    });
  },
};

const submitCommand: Command = {
  name: "chain submit",
  summary: "Submit a bundle's proofs; what the ledger has accepted is not sent again",
  usage: `BUNDLE --list LIST_ID ${WHERE}`,
  options: { ...WHERE_OPTIONS, list: { type: "string" } },
  run: async ({ positionals, values, onProgress }) => {
    const [path] = exactly(positionals, ["BUNDLE"]);
    return withDeployment(values, async (chain, deployment) => {
      const remedy = "Name the bundle.json that `disjoint prove` wrote.";
      const document = parseJson(await readInput(path, "bundle", remedy), path);
      const bundle = readDocument(path, "bundle", remedy, (reader) => readBundle(reader, document));
      const proofs = bundle.statements.map(({ pageDigest, circuitId, proof }) => ({
        ...{ commitment: bundle.commitment, pageDigest, circuitId },
        proof: proofToWords(proof),
      }));
      const json = await submit(chain, deployment, id(values, "list"), proofs, { onProgress });
      const text = `${json.accepted} pages accepted, ${json.already} were already`;
      return { verdict: true, json, text };
    });
  },
};

const statusCommand: Command = {
  name: "chain status",
  summary: "Ask the chain how far a shard or a release is clean against a list; false unless up to its current epoch",
  usage: `COMMITMENT | --release RELEASE_ID --list LIST_ID ${WHERE}`,
  options: { ...WHERE_OPTIONS, list: { type: "string" }, release: { type: "string" } },
  run: async ({ positionals, values }) => {
    const [text] = exactly(positionals, values.release === undefined ? ["COMMITMENT"] : []);
    const commitment = text === undefined ? undefined : parseField(text, "COMMITMENT");
    return withDeployment(values, async (chain, deployment) => {
      if (commitment === undefined) return statusOfRelease(chain, deployment, values);
      const found = await status(chain, deployment, id(values, "list"), commitment);
      const verdict = isCleanNow(found);
      return { verdict, json: { ...found, commitment, verdict }, text: sentence(found, verdict) };
    });
  },
};

const releaseCommand: Command = {
  name: "chain release",
  summary: "Register a model version: its weights' digest, its shards, what it was made from",
  usage: `RELEASE_JSON ${WHERE}`,
  options: WHERE_OPTIONS,
  run: async ({ positionals, values, onProgress }) => {
    const [path] = exactly(positionals, ["RELEASE_JSON"]);
    return withDeployment(values, async (chain, deployment) => {
      const json = await register(chain, deployment, await readRelease(path), { onProgress });
      return { verdict: true, json, text: `release ${json.release}` };
    });
  },
};

export const chainCommands: readonly Command[] = [
  ...[deployCommand, publishCommand, submitCommand, releaseCommand, statusCommand],
];

async function statusOfRelease(chain: Chain, deployment: Deployment, values: Values): Promise<Outcome> {
  const found = await releaseStatus(chain, deployment, id(values, "list"), id(values, "release"));
  const verdict = isCleanNow(found);
  const epochs = `epoch ${found.cleanEpoch} of ${found.currentEpoch}`;
  const behind = `${found.lag} pages behind: shard ${found.shard} of release ${found.laggard}`;
  return {
    verdict,
    json: { ...found, verdict },
    text: verdict ? `clean: ${epochs}` : `not clean: ${epochs}, ${behind}`,
  };
}

function sentence({ cleanPages, cleanEpoch, pageCount, currentEpoch }: ShardStatus, verdict: boolean): string {
  const pages = `${Math.min(cleanPages, pageCount)} of ${pageCount} pages`;
  return `${verdict ? "clean" : "not clean"}: ${pages} accepted, epoch ${cleanEpoch} of ${currentEpoch}`;
}

async function withChain<T>(values: Values, use: (chain: Chain) => Promise<T>): Promise<T> {
  const [rpc, keyFile] = [optional(values, "rpc"), optional(values, "key-file")];
  if (rpc !== undefined && optional(values, "state") !== undefined)
    throw usageError("cli/bad-option", "--rpc and --state exclude each other", "--state is for the embedded chain.");
  const chain = await openChain(
    rpc === undefined ? { state: stateFolder(values) } : { rpc, ...(keyFile && { keyFile }) },
  );
  try {
    return await use(chain);
  } finally {
    await chain.close();
  }
}

const withDeployment = <T>(values: Values, use: (chain: Chain, deployment: Deployment) => Promise<T>): Promise<T> =>
  withChain(values, async (chain) => {
    const path = deploymentPath(values, chain);
    const deployment = await readDeployment(path);
    if (deployment.chainId === chain.chainId) return use(chain, deployment);
    throw chainError(
      "chain/other-chain",
      `${path} is of chain ${deployment.chainId}, the node of chain ${chain.chainId}`,
      "Name a node of that chain, or the deployment's file of this one.",
    );
  });

const stateFolder = (values: Values): string => optional(values, "state") ?? join(PROJECT_ROOT, "build/chain");

const deploymentPath = (values: Values, { chainId }: Chain): string =>
  optional(values, "deployment") ?? join(stateFolder(values), `deployment-${chainId}.json`);

const alreadyDeployed = (path: string) =>
  usageError(
    "chain/already-deployed",
    `${path} exists`,
    "Remove it to deploy anew, or name another with --deployment.",
  );

/** @throws usage `cli/bad-option` */
function id(values: Values, option: "list" | "release"): string {
  const text = required(values, option);
  if (/^0x[0-9a-f]{64}$/.test(text)) return text;
  throw usageError("cli/bad-option", `--${option} ${text} is no id`, "The command that made it prints it.");
}
