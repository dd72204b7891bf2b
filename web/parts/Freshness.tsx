import type { RegistryVerdict } from "../../prover/registry.ts";
import { t } from "../texts/texts.ts";
import { useLoaded } from "./context.ts";
import { listInWords } from "./labels.tsx";
import { type Line, StepPlot } from "./StepPlot.tsx";

/** How many lists are plotted. */
const MOST = 6;

/** For each list that a release is proved against: its epochs over time, and the last one that is excluded. */
export function Freshness({ verdicts }: { verdicts: readonly RegistryVerdict[] }) {
  if (verdicts.length === 0) return <p class="muted">{t.plot.nothing}</p>;
  return (
    <>
      <p>{t.plot.freshnessLead}</p>
      <div class="plots">
        {verdicts.slice(0, MOST).map((verdict) => (
          <FreshnessPlot key={verdict.list.list} verdict={verdict} />
        ))}
      </div>
    </>
  );
}

function FreshnessPlot({ verdict: { list, cleanEpoch, at } }: { verdict: RegistryVerdict }) {
  const { registry } = useLoaded();
  const { epochs, currentEpoch } = registry.snapshot.lists[registry.lists.get(list.list)!]!;
  const steps = epochs.slice(0, currentEpoch).map(({ time }, i) => ({ time, value: i + 1 }));
  const lines: Line[] = [
    { label: t.plot.covered, steps: steps.slice(0, cleanEpoch) },
    { label: t.plot.epochs, steps },
  ];
  return <StepPlot title={t.plot.against(listInWords(list))} lines={lines} until={at.time} />;
}
