import type { PackPolicy } from "../../prover/verify.ts";
import { quotedForShell } from "../parts/words.ts";

/**
 * The command that verifies a pack under the same policy in a terminal. What the reader has to fill in is in capitals:
 * the pack's file, the deployment's file, and, if blocks were asked for, a node.
 */
export function commandLine({ signers, circuits, powers = [], lists, chain }: PackPolicy): string {
  const options = [
    ...signers.map(({ name, publicKey }) => ["signer", `${name}=${publicKey}`]),
    ...[...circuits].map(([circuit, entries]) => ["circuit", `${circuit}=${entries}`]),
    ...powers.map((id) => ["powers-id", id]),
    ...lists.map(({ name, root }) => ["list-root", `${name}=${root}`]),
    ...[...(chain?.lists ?? [])].map(([name, id]) => ["list-id", `${name}=${id}`]),
    ...(chain?.release === undefined ? [] : [["release-id", chain.release]]),
    ...(chain?.contracts === undefined ? [] : [["deployment", "DEPLOYMENT.json"]]),
    ...(chain?.blocks === undefined ? [] : [["rpc", "NODE"]]),
  ];
  return ["disjoint verify PACK", ...options.map(([option, value]) => `--${option} ${quotedForShell(value!)}`)].join(
    " \\\n  ",
  );
}
