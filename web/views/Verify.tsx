import { Page } from "../parts/Page.tsx";
import { t } from "../texts/texts.ts";
import { PackCheck } from "../verify/PackCheck.tsx";

/** An evidence pack of any release of the registry. */
export const Verify = () => (
  <Page title={t.pack.title}>
    <PackCheck />
  </Page>
);
