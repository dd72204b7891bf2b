import { Page } from "../parts/Page.tsx";
import { t } from "../texts/texts.ts";
import { WorkSearch } from "../work/WorkSearch.tsx";

/** Which lists hold a work of the reader's, and which releases exclude it. */
export const Work = () => (
  <Page title={t.work.title}>
    <WorkSearch />
  </Page>
);
