import { Page } from "../parts/Page.tsx";
import { linkTo } from "../parts/route.ts";
import { t } from "../texts/texts.ts";

/** An address that leads nowhere. */
export const Missing = () => (
  <Page title={t.page.missing}>
    <p>{t.page.missingText}</p>
    <p>
      <a href={linkTo.start()}>{t.page.home}</a>
    </p>
  </Page>
);
