import { Id } from "../parts/Name.tsx";
import { Page } from "../parts/Page.tsx";
import { linkTo } from "../parts/route.ts";
import { t } from "../texts/texts.ts";

/** An address that leads nowhere, or an id that the registry does not have. */
export const Missing = ({ what = t.page.missing, id }: { what?: string; id?: string }) => (
  <Page title={what}>
    {id !== undefined && (
      <p>
        <Id id={id} full />
      </p>
    )}
    <p>{t.page.missingText}</p>
    <p>
      <a href={linkTo.start()}>{t.page.home}</a>
    </p>
  </Page>
);
