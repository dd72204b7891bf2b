import { BLOCKLIST } from "./catalogue/blocklist.ts";
import { CHAIN } from "./catalogue/chain.ts";
import { COMMITMENT } from "./catalogue/commitment.ts";
import { CONTRACTS } from "./catalogue/contracts.ts";
import { CUSTODY } from "./catalogue/custody.ts";
import { EVIDENCE } from "./catalogue/evidence.ts";
import { FLEET } from "./catalogue/fleet.ts";
import { PROGRAM } from "./catalogue/program.ts";
import { PROVING } from "./catalogue/proving.ts";
import { RELEASE } from "./catalogue/release.ts";
import { SOURCE } from "./catalogue/source.ts";
import { TEXT } from "./catalogue/text.ts";

/**
 * Every error code: its kind, what it means and what generally to do. An error's own message and hint say more. What
 * runs in a browser imports the types alone (`codes.ts`), so that the texts are no part of it.
 */
export const CATALOGUE = {
  ...SOURCE,
  ...TEXT,
  ...COMMITMENT,
  ...BLOCKLIST,
  ...PROVING,
  ...CUSTODY,
  ...EVIDENCE,
  ...CHAIN,
  ...CONTRACTS,
  ...RELEASE,
  ...FLEET,
  ...PROGRAM,
};
