import { useMemo } from "preact/hooks";
import { listVendors } from "../../prover/registry.ts";
import { BlockLine } from "../parts/BlockLine.tsx";
import { useLoaded } from "../parts/context.ts";
import { formatNumber } from "../parts/format.ts";
import { VendorLabel } from "../parts/labels.tsx";
import { More, useMore } from "../parts/More.tsx";
import { Name } from "../parts/Name.tsx";
import { Page } from "../parts/Page.tsx";
import { Table } from "../parts/Table.tsx";
import { Time } from "../parts/Time.tsx";
import { t } from "../texts/texts.ts";

const ROWS = 50;
const MODELS = 5;

/** Everyone who registered a release or a shard. */
export function Vendors() {
  const { registry } = useLoaded();
  const vendors = useMemo(() => listVendors(registry), [registry]);
  const rows = useMore(ROWS);
  return (
    <Page title={t.vendor.all}>
      <p>{t.vendor.lead}</p>
      <Table
        label={t.vendor.all}
        columns={[
          { heading: t.release.vendor },
          { heading: t.vendor.models },
          { heading: t.nav.releases, isNumber: true },
          { heading: t.release.shards, isNumber: true },
          { heading: t.vendor.since },
        ]}
        rows={vendors.slice(0, rows.most).map(({ vendor, models, releases, shards, since }) => ({
          key: vendor,
          cells: [
            <VendorLabel key="vendor" vendor={vendor} />,
            <ul key="models" class="plain">
              {models.slice(0, MODELS).map((model) => (
                <li key={model}>
                  <Name text={model} />
                </li>
              ))}
              {models.length > MODELS && <li class="muted">{t.vendor.moreModels(models.length - MODELS)}</li>}
            </ul>,
            formatNumber(releases),
            formatNumber(shards),
            <Time key="since" seconds={since} />,
          ],
        }))}
      />
      <More total={vendors.length} {...rows} />
      <BlockLine />
    </Page>
  );
}
