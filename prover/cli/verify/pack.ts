import { archiveOfFolder, readArchive } from "../../evidence/car.ts";
import { ENVELOPE, evidenceIn } from "../../evidence/pack.ts";
import { type PackPolicy, type PackVerdict, verifyPack } from "../../evidence/verifyPack.ts";
import { DisjointError } from "../../shared/errors.ts";
import { count } from "../../shared/format.ts";
import { quoted } from "../../shared/names.ts";
import { type Check, toVerdict } from "../../shared/verdict.ts";
import type { Values } from "../commands/definition.ts";
import { many, optional, pairs, SHA256_FORM } from "../values.ts";
import { chainChecks, listIdsIn } from "./chainPolicy.ts";
import { documentIn, type Input, type Kind } from "./kind.ts";
import { lineageJson, lineageRows } from "./lineageSummary.ts";
import { type Brought, claimOf, packRows } from "./packSummary.ts";
import { fromWhat, parentRows, parentsOf } from "./parents.ts";
import { circuitsIn, expectedList, pinnedIn, pinnedLine, signersIn } from "./policy.ts";
import { POWERS_OPTIONS, powersIn, powersLine, recomputedLists } from "./powers.ts";
import { verified } from "./verified.ts";

/** How every CAR file of version 1 begins after its length: a map of two, "roots". */
const CAR = [0xa2, 0x65, ...new TextEncoder().encode("roots")];

export const pack: Kind = {
  alone: true,
  what: "an evidence pack, as archive or as folder",
  takes: [
    "signer",
    "list-root",
    "list",
    "circuit",
    "artifacts",
    ...POWERS_OPTIONS,
    "deployment",
    "release-id",
    "list-id",
    "block",
    "offline",
    "rpc",
    "verify-rpc",
  ],
  is: ({ bytes, folder }) => folder?.has(ENVELOPE) ?? CAR.every((byte, i) => bytes[i + 1] === byte),
  async verify(input, values) {
    const archive = archiveOf(input);
    const { policy, lines, missing, ...known } = await policyIn(values, archive);
    const found = verifyPack(archive, policy);
    const chain = await chainChecks(values, found);
    const { cid, signedBy, stated, facts } = found;
    const enforced = [...lines, `policy: chain: ${chain.line}`];
    const made = (name: string) => chain.checks.some((each) => each.name === name);
    const brought = {
      ...known,
      blocks: made("chain-blocks"),
      contracts: made("chain-contracts"),
      events: made("chain-stated-blocks"),
      listIds: new Set(listIdsIn(values).keys()),
      node: made("node-chain"),
      acceptedAt: found.acceptedAt,
    };
    const parents = parentsOf(found.notCovered, chain.checks);
    return verified(toVerdict([...found.checks, ...chain.checks]), {
      claim: () => claimOf(facts!),
      rows: () => [
        ...packRows(facts!, signedBy, brought),
        ...lineageRows(facts!, found.lineage),
        ...parentRows(parents, brought.contracts),
      ],
      details: [...statedLines(found, chain.checks), ...enforced],
      missing,
      json: {
        cid,
        signedBy,
        stated,
        facts,
        parents,
        acceptedAt: found.acceptedAt,
        lineage: found.lineage === undefined ? null : lineageJson(found.lineage),
        recomputed: [...brought.recomputed],
        policy: enforced,
      },
    });
  },
};

export const archiveOf = ({ bytes, folder }: Pick<Input, "bytes" | "folder">): Uint8Array =>
  folder === undefined ? bytes : archiveOfFolder(folder);

const bundlesIn = (archive: Uint8Array) =>
  evidenceIn(readArchive(archive)?.files ?? new Map())?.bundles.map(documentIn) ?? [];

type KnownPolicy = { policy: PackPolicy; lines: string[]; missing: string[] } & Pick<
  Brought,
  "bundles" | "circuits" | "powers" | "wholeLists" | "recomputed"
>;

/** The policy, and what it is in words. A list may be named by its root, or by its own files. */
async function policyIn(values: Values, archive: Uint8Array): Promise<KnownPolicy> {
  const named = [...circuitsIn(values)];
  const bundles = bundlesIn(archive);
  const installed = named.length > 0 ? [] : await installedIn(values, bundles);
  const powers = await powersIn(values, bundles);
  const own = await Promise.all(many(values, "list").map(expectedList));
  const lists = [
    ...pairs(values, "list-root", SHA256_FORM).map(([name, root]) => ({ name, root })),
    ...own.map(({ name, root, document }) => ({ name, root, document })),
  ];
  const circuits = new Map([...named, ...installed.map(({ circuitId, pageSize }) => [circuitId, pageSize] as const)]);
  const signers = signersIn(values);
  const lines = [
    ...signers.map(({ name, publicKey }) => `policy: signer ${quoted(name)} ${publicKey}`),
    ...lists.map(({ name, root }) => `policy: list ${quoted(name)} ${root}`),
    ...named.map(([id, size]) => `policy: circuit ${id} for pages of ${size}`),
    ...installed.map(pinnedLine),
    ...powers.map(powersLine),
  ];
  return {
    missing: missingFrom({ signers: signers.length, lists: lists.length, keys: circuits.size + powers.length }),
    policy: { signers, circuits, lists, powers: powers.map(({ id }) => id) },
    lines,
    bundles,
    circuits: installed,
    powers,
    wholeLists: new Set(own.map(({ name }) => name)),
    recomputed: await recomputedLists(own, powers),
  };
}

/** The installed circuits of a pack. Where none is installed, the verdict says that no circuit was given. */
async function installedIn(values: Values, bundles: Parameters<typeof pinnedIn>[1]) {
  try {
    return await pinnedIn(values, bundles);
  } catch (error) {
    const isGiven = optional(values, "artifacts") !== undefined;
    if (!isGiven && error instanceof DisjointError && error.code === "setup/no-artifacts") return [];
    throw error;
  }
}

/** What a policy lacks that no pack can bring, with the options for it. */
const missingFrom = ({ signers, lists, keys }: { signers: number; lists: number; keys: number }): string[] => [
  ...(signers > 0 ? [] : ["not given: whom you expect to sign (--signer)"]),
  ...(lists > 0 ? [] : ["not given: the lists that the pack should be about (--list or --list-root)"]),
  ...(keys > 0 ? [] : ["not given: a circuit or powers of tau of the pack (--circuit, --artifacts or --powers-id)"]),
];

/** What the pack says and nothing shows. */
function statedLines({ stated, facts, chain }: PackVerdict, known: readonly Check[]): string[] {
  const files = stated.map(({ name, sha256 }) => `stated, not proved: ${quoted(name)} ${sha256}`);
  if (facts === undefined) return files;
  const { vendor, model, version, time, terms } = facts.declared;
  const isKnown = (name: string) => known.some((check) => check.name === name);
  const blocks = isKnown("chain-blocks") ? [] : (facts.chain?.blocks ?? []);
  const said = chain?.stated ?? [];
  return [
    ...files,
    `stated, not proved: ` +
      `${quoted(vendor)} made ${quoted(model)} ${quoted(version)} ${fromWhat(facts.declared.parents)}; ` +
      `${quoted(terms)}; ${time}`,
    ...blocks.map(
      ({ number, hash }) => `stated, not proved: block ${number} ${hash} is of chain ${facts.chain!.chainId}`,
    ),
    ...said.map(
      ({ number, hash, events, reason }) =>
        `stated, not proved: block ` +
        `${number} ${hash} of chain ${chain!.chainId} holds ${count(events.length, "event")}: ${reason}`,
    ),
  ];
}
