import { expectBlock, expectChain, expectReached, isBlockOnChain } from "./blocks.ts";
import { reachOf } from "./epochs.ts";
import { judgeRelease, openRegistry, type Registry } from "./judge.ts";
import { type AskNode, callView } from "./rpc.ts";
import type { RegistrySnapshot, SnapshotList, SnapshotRelease } from "./snapshot.ts";

/** A value in which a snapshot differs from the contracts; `contract` is "none" if there is no such thing. */
export type SnapshotDifference = { what: string; snapshot: string; contract: string };

/**
 * `compared`: how many values of the contracts were asked for. `isOnChain`: whether the snapshot's block is still part
 * of the chain. `block`: the block after which the contracts were asked.
 */
export type SnapshotCheck = {
  isOnChain: boolean;
  block: number;
  compared: number;
  differences: SnapshotDifference[];
};

/**
 * `newest`: ask for the state now, and not for that after the snapshot's block, which needs no node with old states:
 * differences are then what has changed since, too. `releases`: positions of the releases whose statuses are compared;
 * default: all. `limit`: requests at a time.
 */
export type SnapshotCheckOptions = { newest?: boolean; releases?: readonly number[]; limit?: number };

/**
 * Compares a snapshot with the contracts, through JSON-RPC and in a browser as well: the block, the number and status
 * of circuits, the counters, owner and current epoch of every list, and the vendor, the time and the statuses of
 * releases. It finds what the snapshot says wrongly. The contracts have no list of lists or releases, so it does not
 * find one that is left out, and it does not compare names and other texts: the id of a list or release is their hash.
 *
 * @param ask sends a request to a node
 * @throws chain `chain/bad-answer` for a node of another chain; `chain/node-behind`; what `ask` throws
 * @example
 * const snapshot = await readRegistry(chain, deployment);
 * const ask = (method: string, params: readonly unknown[]) => chain.provider.send(method, [...params]);
 * const { differences, isOnChain } = await checkSnapshot(snapshot, ask);
 * console.log(differences.length, isOnChain); // 0 true
 */
export async function checkSnapshot(
  snapshot: RegistrySnapshot,
  ask: AskNode,
  { newest = false, releases, limit = 16 }: SnapshotCheckOptions = {},
): Promise<SnapshotCheck> {
  await expectChain(ask, snapshot.chainId);
  await expectReached(ask, snapshot.at);
  const block = newest ? (await expectBlock(ask, "latest")).number : snapshot.at.number;
  const registry = openRegistry(snapshot);
  const questions = questionsOf(registry, releases ?? snapshot.releases.map((_, i) => i));
  const tag = `0x${block.toString(16)}`;
  const differences: SnapshotDifference[] = [];
  for (let first = 0; first < questions.length; first += limit)
    await Promise.all(
      questions.slice(first, first + limit).map(async ({ what, to, signature, args, expected, pick }) => {
        const words = await callView(ask, to, signature, args, tag);
        const contract = words === undefined ? "none" : pick(words);
        if (contract !== expected) differences.push({ what, snapshot: expected, contract });
      }),
    );
  // Last, so that a reorganization during the comparison shows.
  const isOnChain = await isBlockOnChain(ask, snapshot.at);
  return { isOnChain, block, compared: questions.length, differences };
}

/** A view to call, what the snapshot expects of it, and how its words are written in the same way. */
type Question = {
  what: string;
  to: string;
  signature: string;
  args: (string | number)[];
  expected: string;
  pick: (words: bigint[]) => string;
};

function questionsOf(registry: Registry, places: readonly number[]): Question[] {
  const { contracts, circuits, lists, releases } = registry.snapshot;
  const { ledger } = contracts;
  return [
    {
      what: "number of circuits",
      to: ledger,
      signature: "circuits()",
      args: [],
      expected: String(circuits.length),
      pick: (words) => String(words[1]),
    },
    ...circuits.map(({ circuit, status }) => ({
      what: `status of circuit ${circuit}`,
      to: ledger,
      signature: "circuitOf(bytes32)",
      args: [circuit],
      expected: status as string,
      pick: (words: bigint[]) => ["unknown", "active", "paused", "revoked"][Number(words[3])] ?? "none",
    })),
    ...lists.flatMap((list) => ofList(contracts.blocklists, list)),
    ...places.flatMap((place) => ofRelease(registry, releases[place]!)),
  ];
}

function ofList(to: string, { list, owner, pendingOwner, epochs, currentEpoch }: SnapshotList): Question[] {
  const question = (view: string, expected: string, pick: (words: bigint[]) => string): Question => ({
    what: `${view} of list ${list}`,
    to,
    signature: `${view}(bytes32)`,
    args: [list],
    expected,
    pick,
  });
  return [
    question("ownerOf", owner.toLowerCase(), firstAddress),
    question("pendingOwner", (pendingOwner ?? ZERO).toLowerCase(), firstAddress),
    question("epochCount", String(epochs.length), firstNumber),
    question("currentEpoch", String(currentEpoch), firstNumber),
    question("pageCount", String(epochs.at(-1)?.pageCount ?? 0), firstNumber),
  ];
}

function ofRelease(registry: Registry, { release, vendor, time }: SnapshotRelease): Question[] {
  const { contracts, lists } = registry.snapshot;
  const to = contracts.releases;
  const about = { to, args: [release] };
  return [
    {
      ...about,
      what: `vendor of release ${release}`,
      signature: "vendorOf(bytes32)",
      expected: vendor.toLowerCase(),
      pick: firstAddress,
    },
    {
      ...about,
      what: `time of release ${release}`,
      signature: "timeOf(bytes32)",
      expected: String(time),
      pick: firstNumber,
    },
    ...lists.map(({ list, epochs, currentEpoch }) => {
      const { cleanPages } = judgeRelease(registry, release, list);
      const { cleanEpoch } = reachOf(epochs.slice(0, currentEpoch), cleanPages);
      return {
        what: `status of release ${release} against list ${list}`,
        to,
        signature: "statusOf(bytes32,bytes32)",
        args: [release, list],
        expected: [cleanPages, cleanEpoch, currentEpoch].join("/"),
        pick: (words: bigint[]) => words.slice(0, 3).join("/"),
      };
    }),
  ];
}

const ZERO = `0x${"0".repeat(40)}`;

const firstNumber = ([word]: bigint[]): string => String(word);

const firstAddress = ([word]: bigint[]): string => `0x${word!.toString(16).padStart(40, "0")}`;
