import { t } from "../texts/texts.ts";
import { useLoaded } from "./context.ts";
import { formatNumber } from "./format.ts";
import { Id } from "./Name.tsx";
import { Time } from "./Time.tsx";

/** Which chain, block and time every verdict of a view is about. `full`: with the whole hash, for paper. */
export function BlockLine({ full = false }: { full?: boolean }) {
  const { chainId, at } = useLoaded().registry.snapshot;
  return (
    <p class="muted small">
      {t.block.asOf(chainId, formatNumber(at.number))} <Id id={at.hash} full={full} />, <Time seconds={at.time} exact />
    </p>
  );
}
