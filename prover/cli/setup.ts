import { finishCeremony, startCeremony } from "../setup/ceremony.ts";
import { applyBeacon, contributeToCeremony } from "../setup/contribute.ts";
import { MOST_ELEMENTS, makeDevelopmentPowers, makePowers, type PowersSize } from "../setup/powers/make.ts";
import type { Contribution } from "../setup/zkey.ts";
import { usageError } from "../shared/errors.ts";
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

export const runPowers: Run = async ({ positionals, values, onProgress }) => {
  exactly(positionals, []);
  const isDevelopment = values.development === true;
  refuseTwoOrigins(values, isDevelopment);
  const folder = optional(values, "out");
  const options = { ...sizeOf(values), ...(folder === undefined ? {} : { folder }), onProgress };
  const powers = isDevelopment ? await makeDevelopmentPowers(options) : await makePowers(powersOfTau(values), options);
  const { path, id, kind, g1Count, g2Count } = powers;
  const sizes = `for shards of at most ${g1Count - 1} keys and lists of at most ${g2Count - 1} entries`;
  const note = isDevelopment ? ["for development: a public chain refuses them"] : [];
  return { verdict: true, json: powers, text: [path, `powers of tau ${id} (${kind})`, sizes, ...note].join("\n") };
};

function refuseTwoOrigins(values: Values, isDevelopment: boolean): void {
  const ptau = optional(values, "ptau");
  if (ptau === undefined && !isDevelopment)
    throw usageError("cli/missing-option", "neither --ptau nor --development is given", "Give one of them.");
  if (isDevelopment && (ptau ?? optional(values, "ptau-hash")) !== undefined)
    throw usageError("cli/bad-option", "--ptau and --development exclude each other", "Give one of them.");
}

const sizeOf = (values: Values): PowersSize => {
  const keys = countOf(values, "keys");
  const entries = countOf(values, "entries");
  return { ...(keys === undefined ? {} : { keys }), ...(entries === undefined ? {} : { entries }) };
};

function countOf(values: Values, option: "keys" | "entries"): number | undefined {
  const text = optional(values, option);
  if (text === undefined) return undefined;
  const count = /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_ELEMENTS) return count;
  throw usageError("cli/bad-option", `--${option} ${text} is not a number from 1 to 2^28 - 1`, "Give a number.");
}
