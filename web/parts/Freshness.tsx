import { useState } from "preact/hooks";
import type { RegistryVerdict, ReleaseHistory } from "../../prover/registry.ts";
import { messageOf } from "../data/errors.ts";
import { coveredEpochs, publishedEpochs } from "../data/freshness.ts";
import { readHistory } from "../data/source.ts";
import { t } from "../texts/texts.ts";
import { useLoaded } from "./context.ts";
import { listInWords } from "./labels.tsx";
import { Name } from "./Name.tsx";
import { type Line, StepPlot } from "./StepPlot.tsx";

/** How many lists are plotted. */
const MOST = 6;

/** For each list that a release is proved against: its epochs over time, and those that proofs cover. */
export function Freshness({ release, verdicts }: { release: string; verdicts: readonly RegistryVerdict[] }) {
  const loaded = useLoaded();
  const [history, setHistory] = useState<ReleaseHistory | null>(null);
  const [state, setState] = useState<"idle" | "reading" | { problem: string }>("idle");
  if (verdicts.length === 0) return <p class="muted">{t.plot.nothing}</p>;
  const read = () => {
    setState("reading");
    readHistory(loaded, release).then(
      (found) => {
        setHistory(found);
        setState("idle");
      },
      (error: unknown) => setState({ problem: messageOf(error) }),
    );
  };
  return (
    <>
      <p>{history === null ? t.plot.freshnessLead : t.plot.historyLead}</p>
      {history === null && loaded.config.nodes.length > 0 && (
        <p class="no-print">
          <button type="button" onClick={read} disabled={state === "reading"}>
            {t.plot.read}
          </button>
        </p>
      )}
      <p role="status">
        {state === "reading" && t.plot.reading}
        {typeof state === "object" && (
          <>
            {t.plot.failed} <Name text={state.problem} most={200} />
          </>
        )}
      </p>
      <div class="plots">
        {verdicts.slice(0, MOST).map((verdict) => (
          <FreshnessPlot key={verdict.list.list} verdict={verdict} history={history} />
        ))}
      </div>
    </>
  );
}

function FreshnessPlot({ verdict, history }: { verdict: RegistryVerdict; history: ReleaseHistory | null }) {
  const { registry } = useLoaded();
  const { list, cleanEpoch, at } = verdict;
  const known = registry.snapshot.lists[registry.lists.get(list.list)!]!;
  const epochs = known.epochs.slice(0, known.currentEpoch);
  const covered =
    history === null
      ? publishedEpochs(epochs).slice(0, cleanEpoch)
      : coveredEpochs(epochs, history.get(list.list) ?? []);
  const lines: Line[] = [
    { label: t.plot.covered, steps: covered },
    { label: t.plot.epochs, steps: publishedEpochs(epochs) },
  ];
  return <StepPlot title={t.plot.against(listInWords(list))} lines={lines} until={at.time} />;
}
