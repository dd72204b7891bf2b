import { readBundle } from "../../bundle/document.ts";
import { submit } from "../../chain/submit.ts";
import { proofToWords } from "../../groth16/proof.ts";
import { readDocument } from "../../shared/document.ts";
import { readInput } from "../../shared/files.ts";
import { parseJson } from "../../shared/json.ts";
import { type Command, exactly } from "../command.ts";
import { id, WHERE, WHERE_OPTIONS, withDeployment } from "./where.ts";

export const submitCommand: Command = {
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
