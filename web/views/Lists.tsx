import { BlockLine } from "../parts/BlockLine.tsx";
import { useLoaded } from "../parts/context.ts";
import { ListTable } from "../parts/ListTable.tsx";
import { More, useMore } from "../parts/More.tsx";
import { Page } from "../parts/Page.tsx";
import { t } from "../texts/texts.ts";

const ROWS = 50;

/** Every list of the registry. */
export function Lists() {
  const { lists } = useLoaded().registry.snapshot;
  const rows = useMore(ROWS);
  return (
    <Page title={t.list.all}>
      <p>{t.list.lead}</p>
      {lists.length === 0 ? <p>{t.list.none}</p> : <ListTable label={t.list.all} lists={lists.slice(0, rows.most)} />}
      <More total={lists.length} {...rows} />
      <BlockLine />
    </Page>
  );
}
