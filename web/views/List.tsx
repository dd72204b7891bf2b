import { useMemo } from "preact/hooks";
import { judgeRelease, type ListSubject, type RegistryVerdict, type SnapshotList } from "../../prover/registry.ts";
import { BlockLine } from "../parts/BlockLine.tsx";
import { useLoaded, useSubjects } from "../parts/context.ts";
import { Facts } from "../parts/Facts.tsx";
import { FeedLink } from "../parts/FeedLink.tsx";
import { formatNumber } from "../parts/format.ts";
import { More, useMore } from "../parts/More.tsx";
import { Id, Name } from "../parts/Name.tsx";
import { Page } from "../parts/Page.tsx";
import { linkTo } from "../parts/route.ts";
import { StepPlot } from "../parts/StepPlot.tsx";
import { VerdictTable } from "../parts/VerdictTable.tsx";
import { inBrief, LONG } from "../parts/words.ts";
import { t } from "../texts/texts.ts";
import { Epochs } from "./Epochs.tsx";
import { Missing } from "./Missing.tsx";

const ROWS = 25;

/** A list: who makes it, its epochs and growth, and how the releases stand that were proved against it. */
export function List({ id }: { id: string }) {
  const { registry, standing } = useLoaded();
  const subjectOf = useSubjects();
  const rows = useMore(ROWS);
  const place = registry.lists.get(id);
  const list = registry.snapshot.lists[place ?? -1];
  // The clean ones come first, so all have to be judged.
  const verdicts = useMemo(
    () =>
      registry.snapshot.releases
        .filter(({ reached }) => reached.some((reach) => reach.list === place))
        .map(({ release }) => judgeRelease(registry, release, id))
        .sort(byState),
    [registry, place, id],
  );
  if (list === undefined) return <Missing what={t.list.missing} id={id} />;
  const subject = subjectOf(id);
  const countOf = (state: string) => verdicts.filter(({ proved }) => proved === state).length;
  const never = registry.snapshot.releases.length - countOf("clean") - countOf("behind");
  return (
    <Page title={t.list.titleOf(inBrief(list.name))}>
      <SameNames list={subject} />
      <Identity list={list} />
      <h2>{t.list.releases}</h2>
      {verdicts.length === 0 ? (
        <p>{t.list.nothingProved}</p>
      ) : (
        <VerdictTable label={t.list.releases} verdicts={verdicts.slice(0, rows.most)} without="list" />
      )}
      <More total={verdicts.length} {...rows} />
      <p>
        {t.list.states(countOf("clean"), countOf("behind"), never)}{" "}
        {standing !== "agrees" && <em>({t.state.unconfirmed})</em>}{" "}
        <a href={linkTo.releases({ list: id, state: "never-proved" })}>{t.list.showNeverProved}</a>
      </p>
      <BlockLine />
      <h2>{t.list.growth}</h2>
      <StepPlot
        title={t.list.growthOf}
        lines={[
          {
            label: t.list.pages,
            steps: list.epochs.slice(0, list.currentEpoch).map(({ time, pageCount }) => ({ time, value: pageCount })),
          },
        ]}
        until={registry.snapshot.at.time}
      />
      <h2>{t.list.epochs}</h2>
      <Epochs list={list} />
    </Page>
  );
}

const ORDER = ["clean", "behind", "never-proved"];

const byState = (a: RegistryVerdict, b: RegistryVerdict): number => ORDER.indexOf(a.proved) - ORDER.indexOf(b.proved);

function Identity({ list }: { list: SnapshotList }) {
  const addresses = (each: readonly string[], none: string) =>
    each.length === 0 ? (
      none
    ) : (
      <ul>
        {each.map((address) => (
          <li key={address}>
            <Id id={address} full />
          </li>
        ))}
      </ul>
    );
  const current = list.epochs[list.currentEpoch - 1];
  return (
    <Facts
      facts={[
        [t.list.name, <Name key="name" text={list.name} most={LONG} />],
        [t.list.owner, <Id key="owner" id={list.owner} full />],
        [t.list.nextOwner, list.pendingOwner === null ? null : <Id key="next" id={list.pendingOwner} full />],
        [t.list.reviewers, addresses(list.reviewers, t.list.noReviewers)],
        [t.list.terms, t.list.review(list.threshold, list.reviewers.length)],
        [t.list.publishers, addresses(list.publishers, t.list.ownerOnly)],
        [t.list.scheme, <Name key="scheme" text={list.scheme} />],
        [t.list.current, t.list.size(list.currentEpoch, formatNumber(current?.pageCount ?? 0))],
        [t.list.id, <Id key="id" id={list.list} full />],
        [t.feed.feed, <FeedLink key="feed" id={list.list} />],
      ]}
    />
  );
}

/** Said before anything else of a list: others are called the same. */
const SameNames = ({ list: { sameName } }: { list: ListSubject }) =>
  sameName === null || sameName.length === 0 ? null : (
    <section class="standing differs" aria-label={t.list.equalNameTitle}>
      <p>
        <strong>{t.list.equalNameTitle}.</strong> {t.list.equalNameText}
      </p>
      <ul>
        {sameName.map(({ list, owner }) => (
          <li key={list}>
            <a href={linkTo.list(list)}>
              <Id id={list} />
            </a>{" "}
            {t.list.ofOwner} <Id id={owner} />
          </li>
        ))}
      </ul>
    </section>
  );
