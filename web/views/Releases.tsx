import { useMemo } from "preact/hooks";
import { judgeRelease, type SnapshotRelease } from "../../prover/registry.ts";
import { chooseReleases, type Choice as ReleaseChoice, STATES } from "../data/select.ts";
import { BlockLine } from "../parts/BlockLine.tsx";
import { useLoaded, useSubjects } from "../parts/context.ts";
import { Choice, TextField } from "../parts/fields.tsx";
import { ListLabel, ListMakers, listInWords, ReleaseLabel, VendorLabel } from "../parts/labels.tsx";
import { MatrixCell } from "../parts/MatrixCell.tsx";
import { More, useMore } from "../parts/More.tsx";
import { Page } from "../parts/Page.tsx";
import { linkTo, type Route } from "../parts/route.ts";
import { Table } from "../parts/Table.tsx";
import { t } from "../texts/texts.ts";

const ROWS = 40;
const COLUMNS = 8;

/** Releases against lists: a verdict in every cell. Only those that are shown are made. */
export function Releases({ route }: { route: Extract<Route, { view: "releases" }> }) {
  const { registry } = useLoaded();
  const subjectOf = useSubjects();
  const { releases, lists } = registry.snapshot;
  const { query, list, state } = route;
  const rows = useMore(ROWS);
  const columns = useMore(COLUMNS);
  const chosen = useMemo(
    () => chooseReleases(registry, { query, list, state }, rows.most),
    [registry, query, list, state, rows.most],
  );
  const against = lists.filter((each) => list === null || each.list === list);
  const go = (change: Partial<ReleaseChoice>) => location.replace(linkTo.releases({ query, list, state, ...change }));
  return (
    <Page title={t.matrix.title}>
      <p>{t.matrix.lead}</p>
      <search>
        <form class="fields" onSubmit={(event) => event.preventDefault()}>
          <TextField label={t.matrix.filter} value={query} change={(value) => go({ query: value })} />
          <Choice
            label={t.matrix.list}
            value={list}
            any={t.matrix.anyList}
            choices={lists.map((each) => [each.list, listInWords(subjectOf(each.list))])}
            change={(value) => go({ list: value })}
          />
          <Choice
            label={t.matrix.state}
            value={state}
            any={t.matrix.anyState}
            choices={STATES.map((each) => [each, t.state[each]])}
            change={(value) => go({ state: value })}
          />
        </form>
      </search>
      <p role="status">{t.matrix.found(chosen.places.length, chosen.hasMore, releases.length)}</p>
      {chosen.places.length > 0 && (
        <Matrix releases={chosen.places.map((place) => releases[place]!)} lists={against.slice(0, columns.most)} />
      )}
      {chosen.hasMore && (
        <p>
          <button type="button" onClick={rows.more}>
            {t.more.rows}
          </button>
        </p>
      )}
      <More total={against.length} {...columns} />
      <BlockLine />
    </Page>
  );
}

function Matrix({ releases, lists }: { releases: readonly SnapshotRelease[]; lists: readonly { list: string }[] }) {
  const { registry } = useLoaded();
  const subjectOf = useSubjects();
  return (
    <Table
      label={t.matrix.title}
      columns={[
        { heading: t.release.release },
        ...lists.map(({ list }) => {
          const subject = subjectOf(list);
          return {
            heading: (
              <>
                <ListLabel list={subject} />
                <br />
                <ListMakers list={subject} />
              </>
            ),
          };
        }),
      ]}
      rows={releases.map((release) => ({
        key: release.release,
        cells: [
          <div key="release">
            <ReleaseLabel release={release} />
            <div class="muted small">
              {t.release.by} <VendorLabel vendor={release.vendor} />
            </div>
          </div>,
          ...lists.map(({ list }) => <MatrixCell key={list} verdict={judgeRelease(registry, release.release, list)} />),
        ],
      }))}
    />
  );
}
