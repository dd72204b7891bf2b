import type { RegistryVerdict } from "../../prover/registry.ts";
import { BlockLine } from "../parts/BlockLine.tsx";
import { Facts } from "../parts/Facts.tsx";
import { formatNumber } from "../parts/format.ts";
import { Id, Name } from "../parts/Name.tsx";
import { linkTo } from "../parts/route.ts";
import { Table } from "../parts/Table.tsx";
import { VerdictTable } from "../parts/VerdictTable.tsx";
import { LONG } from "../parts/words.ts";
import { t } from "../texts/texts.ts";
import { CertificateMaker } from "./CertificateMaker.tsx";
import type { FoundEntry, ListResult, WorkResult } from "./search.ts";
import type { ListSearch } from "./searchList.ts";

/** What a search came to: the entries that cover the work, what was searched, and what was not. */
export function WorkFound({ result: { works, lists } }: { result: WorkResult }) {
  const searched = lists.filter(({ search }) => search.state === "searched");
  const others = lists.filter(({ search }) => search.state !== "searched");
  return (
    <>
      <h2>{headingOf(lists, searched.length)}</h2>
      {lists.flatMap(({ list, found }) =>
        found.map((entry) => <Entry key={`${list.list} ${entry.key}`} list={list} entry={entry} />),
      )}
      <h3>{t.work.searched}</h3>
      <Lists lists={searched} />
      <h3>{t.work.notSearched}</h3>
      <Lists lists={others} />
      <h3>{t.work.schemes}</h3>
      <Table
        label={t.work.schemes}
        columns={[{ heading: t.work.scheme }, { heading: t.work.keys }]}
        rows={works.map(({ scheme, keys, problem }) => ({
          key: scheme,
          cells: [scheme, problem === null ? keys.map((key) => <Id key={key} id={key} />) : problem],
        }))}
      />
      <BlockLine />
      <p class="no-print">
        <button type="button" onClick={() => print()}>
          {t.work.print}
        </button>
      </p>
    </>
  );
}

function headingOf(lists: readonly ListResult[], searched: number): string {
  const holding = lists.filter(({ found }) => found.length > 0);
  const entries = holding.reduce((sum, { found }) => sum + found.length, 0);
  if (entries > 0) return t.work.found(entries, holding.length);
  return searched === 0 ? t.work.nothing(lists.length) : t.work.notFound(searched, lists.length);
}

function Entry({ list, entry }: { list: ListResult["list"]; entry: FoundEntry }) {
  const { key, label, page, epoch, excludedBy, notProvedBy } = entry;
  return (
    <section aria-label={list.name}>
      <h3>
        <a href={linkTo.list(list.list)}>
          <Name text={list.name} />
        </a>
        : {t.work.entry(page, epoch)}
      </h3>
      <Facts
        facts={[
          [t.work.key, <Id key="key" id={key} full />],
          [t.work.label, label === "" ? null : <Name key="label" text={label} most={LONG} />],
        ]}
      />
      <h4>{t.work.excluded(excludedBy.length)}</h4>
      {excludedBy.length > 0 && <p>{t.work.published(epoch)}</p>}
      <Verdicts label={t.work.excluded(excludedBy.length)} verdicts={excludedBy} />
      <h4>{t.work.notProved(notProvedBy.length)}</h4>
      <Verdicts label={t.work.notProved(notProvedBy.length)} verdicts={notProvedBy} />
      {excludedBy.length > 0 && <CertificateMaker list={list.list} entry={entry} />}
    </section>
  );
}

const Verdicts = ({ label, verdicts }: { label: string; verdicts: readonly RegistryVerdict[] }) =>
  verdicts.length === 0 ? null : <VerdictTable label={label} verdicts={verdicts} without="list" />;

const Lists = ({ lists }: { lists: readonly ListResult[] }) => (
  <ul>
    {lists.map(({ list, search }) => (
      <li key={list.list}>
        <a href={linkTo.list(list.list)}>
          <Name text={list.name} /> <Id id={list.list} />
        </a>
        : {wordsOf(search, list.scheme)}
      </li>
    ))}
  </ul>
);

function wordsOf(search: ListSearch, scheme: string): string {
  if (search.state === "damaged") return t.work.damaged(search.problem);
  if (search.state === "not-comparable") return t.work.notComparable(scheme, search.problem);
  if (search.state !== "searched") return t.work.states[search.state];
  const { epoch, currentEpoch, entries } = search;
  const later = epoch < currentEpoch ? t.work.later(currentEpoch - epoch) : "";
  return t.work.fromPages(epoch, currentEpoch, formatNumber(entries)) + later;
}
