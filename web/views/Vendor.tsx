import { useMemo } from "preact/hooks";
import { judgeRelease, listVendors } from "../../prover/registry.ts";
import { BlockLine } from "../parts/BlockLine.tsx";
import { useLoaded } from "../parts/context.ts";
import { Facts } from "../parts/Facts.tsx";
import { formatNumber } from "../parts/format.ts";
import { More, useMore } from "../parts/More.tsx";
import { Id } from "../parts/Name.tsx";
import { Page } from "../parts/Page.tsx";
import { ReleaseTable } from "../parts/ReleaseTable.tsx";
import { Time } from "../parts/Time.tsx";
import { VerdictTable } from "../parts/VerdictTable.tsx";
import { shortId } from "../parts/words.ts";
import { t } from "../texts/texts.ts";
import { Missing } from "./Missing.tsx";

const ROWS = 25;

/** A vendor: its releases, and how they stand against the lists that they were proved against. */
export function Vendor({ id }: { id: string }) {
  const { registry } = useLoaded();
  const { releases, lists } = registry.snapshot;
  const vendor = useMemo(() => listVendors(registry).find((each) => each.vendor.toLowerCase() === id), [registry, id]);
  const rows = useMore(ROWS);
  if (vendor === undefined) return <Missing what={t.vendor.missing} id={id} />;
  const own = releases.filter((release) => release.vendor === vendor.vendor).reverse();
  const pairs = own.flatMap(({ release, reached }) => reached.map(({ list }) => [release, lists[list]!.list] as const));
  const verdicts = pairs.slice(0, rows.most).map(([release, list]) => judgeRelease(registry, release, list));
  return (
    <Page title={t.vendor.titleOf(shortId(vendor.vendor))}>
      <p>{t.vendor.lead}</p>
      <Facts
        facts={[
          [t.vendor.address, <Id key="id" id={vendor.vendor} full />],
          [t.nav.releases, formatNumber(vendor.releases)],
          [t.release.shards, formatNumber(vendor.shards)],
          [t.vendor.since, <Time key="since" seconds={vendor.since} exact />],
        ]}
      />
      <h2>{t.nav.releases}</h2>
      <ReleaseTable label={t.nav.releases} releases={own.slice(0, rows.most)} />
      <h2>{t.vendor.verdicts}</h2>
      {verdicts.length === 0 ? (
        <p>{t.vendor.nothingProved}</p>
      ) : (
        <VerdictTable label={t.vendor.verdicts} verdicts={verdicts} />
      )}
      <More total={Math.max(own.length, pairs.length)} {...rows} />
      <BlockLine />
    </Page>
  );
}
