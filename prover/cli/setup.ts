import { finishCeremony, startCeremony } from "../setup/ceremony.ts";
import { applyBeacon, contributeToCeremony } from "../setup/contribute.ts";
import type { Contribution } from "../setup/zkey.ts";
import { quoted } from "../shared/names.ts";
import { type Command, exactly, optional, required, type Values } from "./command.ts";

const PTAU_OPTIONS = { ptau: { type: "string" }, "ptau-hash": { type: "string" } } as const;

function powersOfTau(values: Values) {
  const ptauHash = optional(values, "ptau-hash");
  return { ptau: required(values, "ptau"), ...(ptauHash === undefined ? {} : { ptauHash }) };
}

const outcome = (to: string, { kind, name, hash }: Contribution) => ({
  verdict: true,
  json: { zkey: to, kind, name, hash },
  text: `${to}\n${kind} ${quoted(name)}, publish its hash: ${hash}`,
});

const setup: Command = {
  name: "keys setup",
  summary: "Start a multi-party ceremony for a circuit's key from a powers-of-tau file",
  usage: "CIRCUIT OUT.zkey --ptau FILE [--ptau-hash BLAKE2B]",
  options: PTAU_OPTIONS,
  async run({ positionals, values, onProgress }) {
    const [circuit, to] = exactly(positionals, ["CIRCUIT", "OUT.zkey"]);
    await startCeremony(circuit, powersOfTau(values), to, { onProgress });
    const text = `${to}\nnot usable yet: let several people run \`disjoint keys contribute\`, one after another`;
    return { verdict: true, json: { zkey: to }, text };
  },
};

const contributeCommand: Command = {
  name: "keys contribute",
  summary: "Add a secret of this machine to a ceremony's key",
  usage: "IN.zkey OUT.zkey --name NAME [--entropy-file FILE]",
  options: { name: { type: "string" }, "entropy-file": { type: "string" } },
  async run({ positionals, values }) {
    const [from, to] = exactly(positionals, ["IN.zkey", "OUT.zkey"]);
    return outcome(
      to,
      await contributeToCeremony(from, to, required(values, "name"), optional(values, "entropy-file")),
    );
  },
};

const beacon: Command = {
  name: "keys beacon",
  summary: "Close a ceremony with a public random value",
  usage: "IN.zkey OUT.zkey --hash HEX --iterations N [--name NAME]",
  options: { hash: { type: "string" }, iterations: { type: "string" }, name: { type: "string" } },
  async run({ positionals, values }) {
    const [from, to] = exactly(positionals, ["IN.zkey", "OUT.zkey"]);
    const iterations = Number(required(values, "iterations"));
    const name = optional(values, "name") ?? "beacon";
    return outcome(to, await applyBeacon(from, to, { hash: required(values, "hash"), iterations, name }));
  },
};

const verify: Command = {
  name: "keys verify",
  summary: "Verify a whole ceremony and make a folder of artifacts from its key",
  usage: "CIRCUIT KEY.zkey --ptau FILE [--ptau-hash BLAKE2B] --out DIR",
  options: { ...PTAU_OPTIONS, out: { type: "string" } },
  async run({ positionals, values, onProgress }) {
    const [circuit, zkey] = exactly(positionals, ["CIRCUIT", "KEY.zkey"]);
    const out = required(values, "out");
    const { lock } = await finishCeremony(circuit, powersOfTau(values), zkey, out, { onProgress });
    const contributions = lock.contributions.map(({ kind, name, hash }) => `${kind} ${quoted(name)} ${hash}`);
    return {
      verdict: true,
      json: { folder: out, lock },
      text: [out, `circuit ${lock.circuitId}`, ...contributions].join("\n"),
    };
  },
};

export const keysCommands: readonly Command[] = [setup, contributeCommand, beacon, verify];
