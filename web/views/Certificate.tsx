import { judgeRelease, type ListSubject, type RegistryVerdict } from "../../prover/registry.ts";
import { BlockLine } from "../parts/BlockLine.tsx";
import { useComparison, useLoaded } from "../parts/context.ts";
import { Facts } from "../parts/Facts.tsx";
import { Forged } from "../parts/Forged.tsx";
import { ListLabel, listInWords, VendorLabel } from "../parts/labels.tsx";
import { Id, Name } from "../parts/Name.tsx";
import { Page } from "../parts/Page.tsx";
import { QrCode } from "../parts/QrCode.tsx";
import { linkTo } from "../parts/route.ts";
import { Time } from "../parts/Time.tsx";
import { VerdictLine } from "../parts/Verdict.tsx";
import { inBrief, LONG } from "../parts/words.ts";
import { t } from "../texts/texts.ts";
import { Limits } from "./Limits.tsx";

/** One page to print: how a release stands against a list, on what that rests, and what it does not say. */
export function Certificate({ release, list }: { release: string; list: string }) {
  const { registry } = useLoaded();
  useComparison(release);
  const verdict = judgeRelease(registry, release, list);
  const statement = t.certificate.statement(nameOf(verdict), listInWords(verdict.list));
  return (
    <article class="certificate">
      <Page title={t.certificate.titleOf(statement)}>
        <Forged release={release} />
        <div class="statement">
          <VerdictLine verdict={verdict} />
          <QrCode text={location.href} label={t.certificate.code} />
        </div>
        <h2>{t.certificate.about}</h2>
        <Facts facts={[...releaseFacts(verdict), ...listFacts(verdict), ...reachFacts(verdict)]} />
        <BlockLine full />
        <h2>{t.limits.title}</h2>
        <Limits />
        <p class="small">
          {t.certificate.link} <span class="id full">{location.href}</span>
        </p>
        <p class="no-print">
          <button type="button" onClick={() => print()}>
            {t.certificate.print}
          </button>
        </p>
      </Page>
    </article>
  );
}

function nameOf({ subject }: RegistryVerdict): string {
  if (subject.kind !== "release") return subject.commitment;
  return subject.vendor === null
    ? subject.release
    : `${inBrief(subject.model ?? "")} ${inBrief(subject.version ?? "")}`;
}

type Fact = Parameters<typeof Facts>[0]["facts"][number];

function releaseFacts({ subject }: RegistryVerdict): Fact[] {
  if (subject.kind !== "release" || subject.vendor === null)
    return [[t.release.release, <span key="none">{t.release.missing}</span>]];
  return [
    [
      t.release.release,
      <a key="release" href={linkTo.release(subject.release)}>
        <Name text={subject.model ?? ""} most={LONG} /> <Name text={subject.version ?? ""} most={LONG} />
      </a>,
    ],
    [t.release.id, <Id key="id" id={subject.release} full />],
    [t.release.vendor, <VendorLabel key="vendor" vendor={subject.vendor} full />],
    [t.release.weights, <Id key="weights" id={subject.weights ?? ""} full />],
    [t.release.registered, subject.time === null ? null : <Time key="time" seconds={subject.time} exact />],
  ];
}

function listFacts({ list }: RegistryVerdict): Fact[] {
  if (list.owner === null) return [[t.list.list, <span key="none">{t.list.missing}</span>]];
  return [
    [t.list.list, <ListLabel key="list" list={list} />],
    [t.list.id, <Id key="id" id={list.list} full />],
    [t.list.owner, <Id key="owner" id={list.owner} full />],
    [t.list.othersOfName, <SameNames key="others" list={list} />],
    [t.list.terms, t.list.review(list.threshold, list.reviewers.length)],
    [
      t.list.reviewers,
      list.reviewers.length === 0 ? null : (
        <ul>
          {list.reviewers.map((reviewer) => (
            <li key={reviewer}>
              <Id id={reviewer} full />
            </li>
          ))}
        </ul>
      ),
    ],
    [t.list.scheme, <Name key="scheme" text={list.scheme ?? ""} />],
  ];
}

const SameNames = ({ list: { sameName } }: { list: ListSubject }) =>
  sameName === null || sameName.length === 0 ? (
    t.list.noOthers
  ) : (
    <ul>
      {sameName.map(({ list, owner }) => (
        <li key={list}>
          <a href={linkTo.list(list)}>
            <Id id={list} full />
          </a>{" "}
          {t.list.ofOwner} <Id id={owner} full />
        </li>
      ))}
    </ul>
  );

const reachFacts = ({ cleanPages, pageCount, since, lagging, proved }: RegistryVerdict): Fact[] => [
  [t.verdict.pages, t.verdict.pagesOf(Math.min(cleanPages, pageCount), pageCount)],
  [t.verdict.since, since === null ? null : <Time key="since" seconds={since} exact />],
  [
    t.verdict.lagging,
    lagging === null || proved === "clean" ? null : (
      <>
        <Id id={lagging.shard} /> {t.verdict.laggingOf}{" "}
        <a href={linkTo.release(lagging.release)}>
          <Id id={lagging.release} />
        </a>
      </>
    ),
  ],
];
