import { useMemo } from "preact/hooks";
import { listVendors } from "../../prover/registry.ts";
import { findStale } from "../data/select.ts";
import { useLoaded } from "../parts/context.ts";
import { Page } from "../parts/Page.tsx";
import { ReleaseTable } from "../parts/ReleaseTable.tsx";
import { RisksInShort } from "../parts/RisksInShort.tsx";
import { linkTo } from "../parts/route.ts";
import { SearchBox } from "../parts/SearchBox.tsx";
import { VerdictTable } from "../parts/VerdictTable.tsx";
import { t } from "../texts/texts.ts";
import { Results } from "./Results.tsx";

/** How many releases are shown of each kind. */
const FEW = 8;

/** Where a reader begins: risks, the search, what is new and what is stale. */
export function Start({ query }: { query: string }) {
  const { registry } = useLoaded();
  const { releases, lists } = registry.snapshot;
  const vendors = useMemo(() => listVendors(registry).length, [registry]);
  return (
    <Page title={t.start.title}>
      <p class="lead">{t.start.lead}</p>
      <RisksInShort />
      <SearchBox query={query} />
      {query === "" ? (
        <>
          <p>
            {t.start.counts(releases.length, lists.length, vendors)}{" "}
            <a href={linkTo.releases()}>{t.start.allReleases}</a>
          </p>
          <h2>{t.start.newest}</h2>
          <ReleaseTable label={t.start.newest} releases={releases.slice(-FEW).reverse()} />
          <Stale />
        </>
      ) : (
        <Results query={query} />
      )}
    </Page>
  );
}

function Stale() {
  const { registry } = useLoaded();
  const stale = useMemo(() => findStale(registry, FEW), [registry]);
  return (
    <>
      <h2>{t.start.stale}</h2>
      {stale.length === 0 ? <p>{t.start.nothingStale}</p> : <VerdictTable label={t.start.stale} verdicts={stale} />}
    </>
  );
}
