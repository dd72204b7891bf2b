import { type Engine, openEngine } from "../../accumulator/engine.ts";
import { artifactError } from "../../shared/errors.ts";
import { openPowers } from "./open.ts";

/**
 * An engine on the installed powers, which must be those that a shard or a list was made with.
 *
 * @param powersId of the powers
 * @throws artifact `setup/other-powers`; as `openPowers`
 */
export async function openInstalledEngine(powersId: string, folder?: string): Promise<Engine> {
  const powers = await openPowers(folder);
  if (powers.id !== powersId)
    throw artifactError(
      "setup/other-powers",
      `the powers of tau in use are ${powers.id}; ${powersId} are needed`,
      "Set up the powers that the accumulators were made with. Or give their folder as `powers`.",
    );
  return openEngine(powers);
}
