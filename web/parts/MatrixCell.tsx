import type { RegistryVerdict } from "../../prover/registry.ts";
import { t } from "../texts/texts.ts";
import { formatDate } from "./format.ts";
import { linkTo } from "./route.ts";
import { Badge } from "./Verdict.tsx";

/** A verdict in a cell of the matrix: its state, epoch n of m, and since when it is behind. */
export function MatrixCell({ verdict }: { verdict: RegistryVerdict }) {
  const { subject, list, proved, cleanEpoch, currentEpoch, since } = verdict;
  const release = subject.kind === "release" ? subject.release : "";
  return (
    <a class="cell" href={linkTo.certificate(release, list.list)}>
      <Badge verdict={verdict} />
      <span class="small">
        {currentEpoch === 0 ? t.list.noEpoch : t.matrix.epochs(cleanEpoch, currentEpoch)}
        {proved === "behind" && since !== null && `, ${t.matrix.since(formatDate(since))}`}
      </span>
    </a>
  );
}
