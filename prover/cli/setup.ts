import { finishCeremony, startCeremony } from "../setup/ceremony.ts";
import { applyBeacon, contributeToCeremony } from "../setup/contribute.ts";
import type { Contribution } from "../setup/zkey.ts";
import { quoted } from "../shared/names.ts";
import type { Run, Values } from "./commands/definition.ts";
import { exactly, optional, required } from "./values.ts";

function powersOfTau(values: Values) {
  const ptauHash = optional(values, "ptau-hash");
  return { ptau: required(values, "ptau"), ...(ptauHash === undefined ? {} : { ptauHash }) };
}

const outcome = (to: string, { kind, name, hash }: Contribution) => ({
  verdict: true,
  json: { zkey: to, kind, name, hash },
  text: `${to}\n${kind} ${quoted(name)}, publish its hash: ${hash}`,
});

export const runBegin: Run = async ({ positionals, values, onProgress }) => {
  const [circuit, to] = exactly(positionals, ["CIRCUIT", "OUT.zkey"]);
  await startCeremony(circuit, powersOfTau(values), to, { onProgress });
  const text = `${to}\nnot usable yet: let several people run \`disjoint setup contribute\`, one after another`;
  return { verdict: true, json: { zkey: to }, text };
};

export const runContribute: Run = async ({ positionals, values }) => {
  const [from, to] = exactly(positionals, ["IN.zkey", "OUT.zkey"]);
  return outcome(to, await contributeToCeremony(from, to, required(values, "name"), optional(values, "entropy-file")));
};

export const runBeacon: Run = async ({ positionals, values }) => {
  const [from, to] = exactly(positionals, ["IN.zkey", "OUT.zkey"]);
  const iterations = Number(required(values, "iterations"));
  const name = optional(values, "name") ?? "beacon";
  return outcome(to, await applyBeacon(from, to, { hash: required(values, "hash"), iterations, name }));
};

export const runVerifyCeremony: Run = async ({ positionals, values, onProgress }) => {
  const [circuit, zkey] = exactly(positionals, ["CIRCUIT", "KEY.zkey"]);
  const out = required(values, "out");
  const { lock } = await finishCeremony(circuit, powersOfTau(values), zkey, out, { onProgress });
  const contributions = lock.contributions.map(({ kind, name, hash }) => `${kind} ${quoted(name)} ${hash}`);
  return {
    verdict: true,
    json: { folder: out, lock },
    text: [out, `circuit ${lock.circuitId}`, ...contributions].join("\n"),
  };
};
