import type { RegistryVerdict } from "../../prover/registry.ts";
import { isConfirmed } from "../data/standing.ts";
import { t } from "../texts/texts.ts";
import { useLoaded } from "./context.ts";

/** Whether the page may rely on a verdict: it was compared with the contracts, and there is no difference. */
function useConfirmed({ subject }: RegistryVerdict): boolean {
  const loaded = useLoaded();
  return subject.kind === "release" && isConfirmed(loaded, subject.release);
}

/** The state of a verdict in few words. One that is not confirmed says so itself. */
export function Badge({ verdict }: { verdict: RegistryVerdict }) {
  const isSure = useConfirmed(verdict);
  return (
    <span class={`badge ${verdict.state} ${isSure ? "" : "unsure"}`}>
      {wordsOf(verdict)}
      {!isSure && <span class="unsure-mark"> {t.state.unconfirmed}</span>}
    </span>
  );
}

/** The badge and the whole sentence, the same as on the command line. */
export const VerdictLine = ({ verdict }: { verdict: RegistryVerdict }) => (
  <div class="verdict">
    <Badge verdict={verdict} />
    <p>{t.state.sentence(verdict)}</p>
  </div>
);

function wordsOf({ state, cleanEpoch, epochsBehind, keys }: RegistryVerdict): string {
  if (state === "clean") return t.state.cleanUpTo(cleanEpoch);
  if (state === "development-key" && keys.development.length === 0) return t.state.unknownKey;
  return state === "behind" ? t.state.behindBy(epochsBehind) : t.state[state];
}
