import type { SnapshotList } from "../../prover/registry.ts";
import { t } from "../texts/texts.ts";
import { useSubjects } from "./context.ts";
import { formatNumber } from "./format.ts";
import { ListLabel } from "./labels.tsx";
import { Id, Name } from "./Name.tsx";
import { Table } from "./Table.tsx";
import { Time } from "./Time.tsx";

/** Lists by what they are, without verdicts. */
export function ListTable({ label, lists }: { label: string; lists: readonly SnapshotList[] }) {
  const subjectOf = useSubjects();
  return (
    <Table
      label={label}
      columns={[
        { heading: t.list.list },
        { heading: t.list.owner },
        { heading: t.list.reviewers },
        { heading: t.list.scheme },
        { heading: t.list.epochs, isNumber: true },
        { heading: t.list.pages, isNumber: true },
        { heading: t.list.current },
      ]}
      rows={lists.map((each) => {
        const subject = subjectOf(each.list);
        const epoch = each.epochs[each.currentEpoch - 1];
        return {
          key: each.list,
          cells: [
            <ListLabel key="list" list={subject} />,
            <Id key="owner" id={each.owner} />,
            t.list.review(each.threshold, each.reviewers.length),
            <Name key="scheme" text={each.scheme} />,
            formatNumber(each.currentEpoch),
            formatNumber(epoch?.pageCount ?? 0),
            epoch === undefined ? t.list.noEpoch : <Time key="time" seconds={epoch.time} />,
          ],
        };
      })}
    />
  );
}
