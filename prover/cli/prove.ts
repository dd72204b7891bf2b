import { readBlocklist } from "../blocklist/read.ts";
import { olderReader } from "../commitment/shard/describe.ts";
import { readShard } from "../commitment/shard/readShard.ts";
import { ensureArtifacts } from "../setup/artifacts.ts";
import { openInstalledEngine } from "../setup/powers/installed.ts";
import { CIRCUIT_CHOICES } from "../shared/circuit.ts";
import { count } from "../shared/format.ts";
import { quoted } from "../shared/names.ts";
import { memoize } from "../shared/promises.ts";
import { proveShard } from "../statements/exclusion.ts";
import { describe } from "./check.ts";
import type { Run } from "./commands/definition.ts";
import { loadKernel } from "./kernel.ts";
import { exactly, oneOf, optional, required } from "./values.ts";

export const runProve: Run = async ({ positionals, values, onProgress }) => {
  const [folder] = exactly(positionals, ["SHARD"]);
  const poseidon = await loadKernel(onProgress);
  const list = await readBlocklist(required(values, "list"), poseidon);
  const shard = await readShard(folder, poseidon);
  const artifacts = memoize((circuit: string) => ensureArtifacts(circuit, { onProgress }));
  const engine = (id: string) => openInstalledEngine(id, optional(values, "powers"));
  const choice = oneOf(values, "circuits", CIRCUIT_CHOICES);
  const proved = await proveShard({ shard, list, out: required(values, "out"), artifacts, engine, onProgress, choice });
  if (!("bundle" in proved))
    return { verdict: false, json: proved, text: `${describe(proved.present)}\nno proof was made` };
  const { bundle, made, reused, backend } = proved;
  const older = olderReader(folder, shard.manifest);
  const text =
    `the shard holds no entry of ` +
    `${quoted(list.name)}: ${count(made, "proof")} made by ${backend}, ${reused} reused\n${bundle}`;
  return { verdict: true, json: proved, text: [text, ...older].join("\n") };
};
