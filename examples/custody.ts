/**
 * A chain of custody: three sources, preprocessing, training, a fine-tune by another vendor, and a thousand outputs.
 * Somebody who trusts two public keys verifies every link offline.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as disjoint from "disjoint";
import { commit, POEMS } from "./vendor.ts";

const MODEL = new URL("custody/model.mjs", import.meta.url).pathname;
/** How many texts are generated and signed. */
export const OUTPUTS = 1000;

const RHYMES = ["Twinkle, twinkle, little star", "How I wonder what you are", "Up above the world so high"];
const LETTERS = ["The sun was warm but the wind was chill", "You know how it is with an April day"];
const NOTES = ["The little star was warm", "The world is high above the wind"];

/** Everything that the makers hand out. */
export type Custody = {
  signers: disjoint.Signer[];
  releases: { base: string; tuned: string };
  shards: bigint[];
  weights: Uint8Array;
  steps: Uint8Array[];
  root: string;
  keys: Uint8Array;
  outputs: { text: string; signature: Uint8Array; proof: Uint8Array }[];
  anchors: Map<string, number>;
  registry: disjoint.RegistrySnapshot;
};

/** Makes a key, and a function that signs with it. */
async function makeSigner(name: string, folder: string) {
  const path = `${folder}${name}.pem`;
  const publicKey = await disjoint.makeSigningKey(path);
  const sign = async (payload: Uint8Array) =>
    new TextEncoder().encode(disjoint.writeEnvelope(await disjoint.signStatement(payload, path)));
  return { signer: { name, publicKey }, publicKey, sign };
}

/** Texts of a model: from word to word by the most frequent one, and by the number of the text where several are. */
function generate(model: Record<string, Record<string, number>>, seed: number): string {
  const first = Object.keys(model);
  const words = [first[seed % first.length]!];
  while (words.length < 12) {
    const after = Object.entries(model[words.at(-1)!] ?? {}).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const next = after[(seed + words.length) % Math.max(1, after.length)]?.[0];
    if (!next) break;
    words.push(next);
  }
  return `${seed}: ${words.join(" ")}`;
}

/** What two vendors do: commit, preprocess, train, fine-tune, register, generate, sign and anchor. */
export async function makeCustody(folder: string): Promise<Custody> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const at = (name: string) => `${folder}${name}`;
  const first = await makeSigner("first", folder);
  const second = await makeSigner("second", folder);
  const machine = await makeSigner("machine", folder);
  const write = (name: string, texts: string[]) =>
    writeFile(at(name), texts.map((text) => `${JSON.stringify({ text })}\n`).join(""));
  await write("rhymes.jsonl", RHYMES);
  await write("letters.jsonl", LETTERS);
  await write("notes.jsonl", NOTES);
  const poems = await commit(POEMS, at("shard-poems"));
  const rhymes = await commit(at("rhymes.jsonl"), at("shard-rhymes"));
  const letters = await commit(at("letters.jsonl"), at("shard-letters"));
  const notes = await commit(at("notes.jsonl"), at("shard-notes"));

  const steps: Uint8Array[] = [];
  const run = async (
    by: typeof first,
    name: string,
    verb: string,
    materials: string[],
    out: string,
    used: string[],
  ) => {
    const command = [process.execPath, MODEL, verb, at(out), ...used];
    const step = await disjoint.runStep({ name, materials, code: [MODEL], products: [at(out)], command });
    steps.push(await by.sign(disjoint.makeStepStatement(step)));
  };
  const shards = ["poems", "rhymes", "letters"].map((name) => `shard:${at(`shard-${name}`)}`);
  await run(first, "clean", "clean", shards, "clean.json", [POEMS, at("rhymes.jsonl"), at("letters.jsonl")]);
  await run(first, "tokenize", "tokenize", [at("clean.json")], "tokens.json", [at("clean.json")]);
  await run(first, "train", "train", [at("tokens.json")], "base.json", [at("tokens.json")]);
  await run(second, "clean notes", "clean", [`shard:${at("shard-notes")}`], "clean-notes.json", [at("notes.jsonl")]);
  await run(second, "tokenize notes", "tokenize", [at("clean-notes.json")], "notes.json", [at("clean-notes.json")]);
  const both = [at("base.json"), at("notes.json")];
  await run(second, "fine-tune", "tune", both, "tuned.json", both);

  const chain = await disjoint.openChain({});
  try {
    const { deployment } = await disjoint.deployContracts(chain, []);
    const register = async (model: string, file: string, parents: disjoint.ReleaseId[], own: disjoint.Shard[]) => {
      const { digest } = await disjoint.describeResource(at(file));
      const content = {
        model,
        version: "1.0.0",
        weights: "sha256" in digest ? digest.sha256 : "",
        parents,
        terms: "https://example.org/terms",
        shards: own.map(({ commitment }) => ({ commitment, schemes: ["text"], uri: "" })),
      };
      return (await disjoint.registerRelease(chain, deployment, content)).release;
    };
    const base = await register("poet", "base.json", [], [poems, rhymes, letters]);
    const tuned = await register("poet-notes", "tuned.json", [base], [notes]);
    const weights = await readFile(at("tuned.json"));
    const model = JSON.parse(weights.toString());
    const { root } = disjoint.verifyLineage(await digestOf(weights), steps, { signers: [first.signer, second.signer] });

    const none = { release: tuned, weights: await digestOf(weights), sequence: 0, keys: [] };
    const list = disjoint.rotateOutputKey(none, machine.publicKey, new Date());
    const keys = await second.sign(disjoint.makeOutputKeysStatement(list));
    const texts = Array.from({ length: OUTPUTS }, (_, i) => generate(model, i));
    const digests = await Promise.all(texts.map(digestOf));
    const batch = disjoint.makeOutputBatch(digests);
    const { anchors } = await disjoint.deployOptional(chain, deployment, "anchors");
    const { time } = await disjoint.anchorRoot(chain, anchors, tuned, batch.root);
    const outputs: Custody["outputs"] = [];
    for (const [i, text] of texts.entries()) {
      const output = { name: `${i}.txt`, sha256: digests[i]!, release: tuned, time: new Date().toISOString() };
      const signature = await machine.sign(disjoint.makeOutputStatement(output));
      const proof = disjoint.proveOutput(batch, digests[i]!)!;
      outputs.push({ text, signature, proof: new TextEncoder().encode(disjoint.writeOutputProof(proof)) });
    }
    return {
      signers: [first.signer, second.signer],
      releases: { base, tuned },
      shards: [poems, rhymes, letters, notes].map(({ commitment }) => commitment),
      weights,
      steps,
      root: root!,
      keys,
      outputs,
      anchors: new Map([[batch.root, time]]),
      registry: await disjoint.readRegistry(chain, deployment),
    };
  } finally {
    await chain.close();
  }
}

const digestOf = async (content: string | Uint8Array): Promise<string> => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return Buffer.from(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes))).toString("hex");
};

/** What everybody else does: every check of the lineage, and of each output. Nothing is asked on the network. */
export async function verifyCustody(custody: Custody): Promise<disjoint.Check[]> {
  const { signers, shards, root, steps, anchors } = custody;
  const lineage = disjoint.verifyLineage(await digestOf(custody.weights), steps, { signers, shards, root });
  const registry = disjoint.openRegistry(custody.registry);
  const checks = [...lineage.checks];
  for (const { text, signature, proof } of custody.outputs) {
    const files = { sha256: await digestOf(text), signature, proof, keys: custody.keys };
    const policy = { signers: [signers[1]!], release: custody.releases.tuned, anchors, registry };
    for (const check of disjoint.verifyOutput(files, policy).checks) checks.push(check);
  }
  return checks;
}

if (import.meta.main) {
  const custody = await makeCustody(new URL("../build/examples/custody/", import.meta.url).pathname);
  const checks = await verifyCustody(custody);
  const failed = checks.filter(({ ok }) => !ok);
  console.log(
    `${custody.steps.length} steps from ${custody.shards.length} shards to ${custody.outputs.length} outputs`,
  );
  console.log(failed.length === 0 ? "every link holds" : `refused: ${failed.map(({ name }) => name).join(", ")}`);
  console.log(`an output: ${custody.outputs[7]!.text}`);
}
