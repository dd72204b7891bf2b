import type { VerifierAnswer, VerifierRequest } from "./protocol.ts";
import { makeVerifier } from "./verifier.ts";

/** The verifier in a thread of its own. This module and all that it imports are loaded with the first pack. */
const answer = makeVerifier((message: VerifierAnswer) => self.postMessage(message));

self.addEventListener("message", ({ data }: MessageEvent<VerifierRequest>) => answer(data));
