import type { SnapshotList } from "../../prover/registry.ts";
import { formatNumber } from "../parts/format.ts";
import { More, useMore } from "../parts/More.tsx";
import { Id, Outside } from "../parts/Name.tsx";
import { Table } from "../parts/Table.tsx";
import { Time } from "../parts/Time.tsx";
import { t } from "../texts/texts.ts";

const ROWS = 20;

/** The epochs of a list, the newest first: what each added, and where its document is. */
export function Epochs({ list: { epochs, currentEpoch } }: { list: SnapshotList }) {
  const rows = useMore(ROWS);
  if (epochs.length === 0) return <p>{t.list.noEpoch}</p>;
  const newest = epochs
    .map((epoch, i) => ({ ...epoch, number: i + 1, added: epoch.pageCount - (epochs[i - 1]?.pageCount ?? 0) }))
    .reverse();
  return (
    <>
      <Table
        label={t.list.epochs}
        columns={[
          { heading: t.epoch.epoch, isNumber: true },
          { heading: t.epoch.published },
          { heading: t.epoch.counts },
          { heading: t.epoch.added, isNumber: true },
          { heading: t.list.pages, isNumber: true },
          { heading: t.epoch.accumulators },
          { heading: t.epoch.content },
          { heading: t.epoch.document },
        ]}
        rows={newest.slice(0, rows.most).map(({ number, time, added, pageCount, accumulators, contentHash, uri }) => ({
          key: String(number),
          cells: [
            formatNumber(number),
            <Time key="time" seconds={time} />,
            number <= currentEpoch ? t.epoch.confirmed : t.epoch.waiting,
            formatNumber(added),
            formatNumber(pageCount),
            accumulators.map((each) => t.epoch.kinds[each]).join(", "),
            <Id key="hash" id={contentHash} />,
            uri === "" ? "" : <Outside key="uri" uri={uri} />,
          ],
        }))}
      />
      <More total={newest.length} {...rows} />
    </>
  );
}
