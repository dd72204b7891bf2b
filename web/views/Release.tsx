import { judgeRelease, type RegistryVerdict, type SnapshotRelease } from "../../prover/registry.ts";
import { BlockLine } from "../parts/BlockLine.tsx";
import { useComparison, useLoaded } from "../parts/context.ts";
import { Facts } from "../parts/Facts.tsx";
import { FeedLink } from "../parts/FeedLink.tsx";
import { Forged } from "../parts/Forged.tsx";
import { Freshness } from "../parts/Freshness.tsx";
import { formatNumber } from "../parts/format.ts";
import { VendorLabel } from "../parts/labels.tsx";
import { More, useMore } from "../parts/More.tsx";
import { Id, Name, Outside } from "../parts/Name.tsx";
import { Page } from "../parts/Page.tsx";
import { Time } from "../parts/Time.tsx";
import { VerdictTable } from "../parts/VerdictTable.tsx";
import { inBrief, LONG } from "../parts/words.ts";
import { t } from "../texts/texts.ts";
import { PackCheck } from "../verify/PackCheck.tsx";
import { Ancestors } from "./Ancestors.tsx";
import { Missing } from "./Missing.tsx";
import { Shards } from "./Shards.tsx";

const ROWS = 25;

/** A release: what it is, against which lists it stands how, what it is made from, and its evidence. */
export function Release({ id }: { id: string }) {
  const { registry } = useLoaded();
  useComparison(id);
  const rows = useMore(ROWS);
  const { releases, lists } = registry.snapshot;
  const release = releases[registry.releases.get(id) ?? -1];
  if (release === undefined) return <Missing what={t.release.missing} id={id} />;
  const reached = new Set(release.reached.map(({ list }) => lists[list]!.list));
  const ordered = [...reached, ...lists.map(({ list }) => list).filter((list) => !reached.has(list))];
  const verdicts = ordered.slice(0, rows.most).map((list) => judgeRelease(registry, id, list));
  return (
    <Page title={t.release.titleOf(inBrief(release.model), inBrief(release.version))}>
      <Forged release={id} />
      <Identity release={release} />
      <h2>{t.release.verdicts}</h2>
      <p>{t.release.verdictsLead}</p>
      <VerdictTable label={t.release.verdicts} verdicts={verdicts} without="release" />
      <More total={ordered.length} {...rows} />
      <BlockLine />
      <h2>{t.release.freshness}</h2>
      <Freshness release={id} verdicts={verdicts.filter(isProved)} />
      <h2>{t.release.shards}</h2>
      <p>{t.release.shardsLead}</p>
      <Shards commitments={release.shards} vendor={release.vendor} />
      <h2>{t.release.parents}</h2>
      <Ancestors release={id} />
      <h2>{t.release.evidence}</h2>
      <Evidence cids={release.evidence} />
      <h3>{t.pack.title}</h3>
      <PackCheck release={release} />
    </Page>
  );
}

const isProved = ({ proved }: RegistryVerdict): boolean => proved !== "never-proved";

const Identity = ({ release }: { release: SnapshotRelease }) => (
  <Facts
    facts={[
      [t.release.model, <Name key="model" text={release.model} most={LONG} />],
      [t.release.version, <Name key="version" text={release.version} most={LONG} />],
      [t.release.vendor, <VendorLabel key="vendor" vendor={release.vendor} full />],
      [t.release.weights, <Id key="weights" id={release.weights} full />],
      [
        t.release.registered,
        <>
          <Time seconds={release.time} exact />, {t.block.block(formatNumber(release.block))}
        </>,
      ],
      [t.release.terms, release.terms === "" ? null : <Outside key="terms" uri={release.terms} />],
      [t.release.id, <Id key="id" id={release.release} full />],
      [t.feed.feed, <FeedLink key="feed" id={release.release} />],
    ]}
  />
);

/** Content identifiers of packs: links for readers whose browser knows them. The newest first. */
const Evidence = ({ cids }: { cids: readonly string[] }) =>
  cids.length === 0 ? (
    <p>{t.release.noEvidence}</p>
  ) : (
    <>
      <p>{t.release.evidenceLead}</p>
      <ul>
        {[...cids].reverse().map((cid) => (
          <li key={cid}>
            <Outside uri={`ipfs://${cid}`} />
          </li>
        ))}
      </ul>
    </>
  );
