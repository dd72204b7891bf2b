import { archiveOfFolder, readPackClaims, toVerdict, verifyPack } from "../../prover/verify.ts";
import type { VerifierAnswer, VerifierRequest } from "./protocol.ts";

/**
 * The worker without its thread: answers requests about one pack. The verdict is that of `verifyPack` and of the checks
 * that came with the policy, together. These are about the chain, so they count where the facts of the pack refer to
 * it.
 */
export function makeVerifier(send: (answer: VerifierAnswer) => void): (request: VerifierRequest) => void {
  let archive: Uint8Array = new Uint8Array();
  const answer = (request: VerifierRequest): void => {
    if (request.kind === "open") {
      const { pack } = request;
      archive = pack instanceof Uint8Array ? pack : archiveOfFolder(pack);
      send({ kind: "opened", claims: readPackClaims(archive) });
      return;
    }
    const found = verifyPack(archive, request.policy, (progress) => send({ kind: "progress", ...progress }));
    const known = found.facts?.chain ? request.known : [];
    send({ kind: "progress", checks: known, share: 1 });
    send({ kind: "verified", found: { ...found, ...toVerdict([...found.checks, ...known]) } });
  };
  return (request) => {
    try {
      answer(request);
    } catch (error) {
      send({ kind: "failed", message: String(error) });
    }
  };
}
