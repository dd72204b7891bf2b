import { type Command, NOTHING_KEPT, type Option } from "./definition.ts";
import { out, signingKey } from "./options.ts";

const materials: Option = {
  name: "materials",
  value: "PLACE",
  meaning: "Data that went in: a file, a folder, shard:DIR or model:DIR; NAME=PLACE gives it another name.",
  repeatable: true,
  example: "shard:shards/web",
};

const products: Option = {
  name: "products",
  value: "PLACE",
  meaning: "What came out: a file, a folder, or model:DIR for a digest as OpenSSF model signing has it.",
  repeatable: true,
  required: true,
  example: "tokens.bin",
};

const step = out("FILE", "File that the signed step (DSSE envelope) is written to.", "steps/tokenize.json");

export const stepRun: Command = {
  name: "step run",
  summary: "Run a command, and sign what went in and what came out",
  details:
    "The step is an in-toto statement with SLSA provenance. Secrets in the command are redacted as far as they can " +
    "be recognized. The command's output goes to stderr.",
  forms: ["--name NAME --products PLACE... --signing-key FILE --out FILE -- COMMAND..."],
  arguments: [
    {
      name: "COMMAND",
      meaning: "The command and its arguments, after two dashes.",
      example: "node",
      repeatable: true,
    },
  ],
  options: [
    { name: "name", value: "TEXT", meaning: "What the step is called.", required: true, example: "tokenize" },
    materials,
    {
      name: "code",
      value: "PLACE",
      meaning: "A program or configuration that the command used: recorded, but not data that must come from a shard.",
      repeatable: true,
      example: "tokenize.py",
    },
    products,
    { name: "hide-command", meaning: "Record only the digest of the redacted command." },
    signingKey,
    step,
  ],
  examples: [
    [
      "disjoint step run --name tokenize --materials shard:shards/web --products tokens.bin " +
        "--signing-key signing.pem --out steps/tokenize.json -- node tokenize.mjs",
      "record one step of preprocessing",
    ],
  ],
  interrupted: "Nothing was recorded. What the command wrote is left as it is. Run the same command again.",
  load: async () => (await import("../custody/step.ts")).runStepRun,
};

export const stepImportMlflow: Command = {
  name: "step import mlflow",
  summary: "Sign a step from a run that an MLflow server recorded",
  details: "What the run logged is listed with what its digests are worth. Only what is named here gets a SHA-256.",
  arguments: [],
  options: [
    {
      name: "url",
      value: "URL",
      meaning: "Address of the tracking server.",
      required: true,
      example: "http://127.0.0.1:5000",
    },
    { name: "run", value: "ID", meaning: "Id of the run.", required: true, example: "4f1c2d" },
    {
      name: "token-file",
      value: "FILE",
      meaning: "File (mode 0600) with the token for the server.",
      example: "mlflow.token",
    },
    { ...materials, meaning: `${materials.meaning} The name of a dataset of the run says what that was.` },
    products,
    signingKey,
    step,
  ],
  examples: [
    [
      "disjoint step import mlflow --url http://127.0.0.1:5000 --run $RUN --materials train=tokens.bin " +
        "--products model.bin --signing-key signing.pem --out steps/train.json",
      "a run whose dataset `train` is tokens.bin",
    ],
  ],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../custody/step.ts")).runStepMlflow,
};

export const stepImportWandb: Command = {
  name: "step import wandb",
  summary: "Sign a step from manifests of Weights & Biases artifacts",
  details: "A file gets a SHA-256 only if its copy in --files has the MD5 of the manifest; all others are weak.",
  arguments: [
    {
      name: "MANIFEST",
      meaning: "The wandb_manifest.json of the artifact that the run logged.",
      example: "wandb_manifest.json",
    },
  ],
  options: [
    { name: "name", value: "TEXT", meaning: "What the step is called.", required: true, example: "train" },
    {
      name: "input",
      value: "FILE",
      meaning: "Manifest of an artifact that the run used.",
      repeatable: true,
      example: "input_manifest.json",
    },
    { name: "files", value: "DIR", meaning: "Folder with copies of the artifacts' files.", example: "artifacts" },
    materials,
    signingKey,
    step,
  ],
  examples: [
    [
      "disjoint step import wandb wandb_manifest.json --name train --files artifacts --signing-key signing.pem " +
        "--out steps/train.json",
      "a run whose files are in artifacts/",
    ],
  ],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../custody/step.ts")).runStepWandb,
};
