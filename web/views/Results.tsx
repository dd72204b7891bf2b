import { useMemo } from "preact/hooks";
import { search } from "../data/search.ts";
import { useLoaded } from "../parts/context.ts";
import { ListTable } from "../parts/ListTable.tsx";
import { VendorLabel } from "../parts/labels.tsx";
import { ReleaseTable } from "../parts/ReleaseTable.tsx";
import { t } from "../texts/texts.ts";

/** What a search found. */
export function Results({ query }: { query: string }) {
  const { registry } = useLoaded();
  const { releases, lists } = registry.snapshot;
  const found = useMemo(() => search(registry, query), [registry, query]);
  return (
    <>
      <p role="status">{t.start.found(found.releases.length + found.lists.length + found.vendors.length)}</p>
      {found.releases.length > 0 && (
        <>
          <h2>{t.nav.releases}</h2>
          <ReleaseTable label={t.nav.releases} releases={found.releases.map((place) => releases[place]!)} />
        </>
      )}
      {found.lists.length > 0 && (
        <>
          <h2>{t.nav.lists}</h2>
          <ListTable label={t.nav.lists} lists={found.lists.map((place) => lists[place]!)} />
        </>
      )}
      {found.vendors.length > 0 && (
        <>
          <h2>{t.nav.vendors}</h2>
          <ul>
            {found.vendors.map((vendor) => (
              <li key={vendor}>
                <VendorLabel vendor={vendor} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
