import { messageOf, PageError } from "../data/errors.ts";
import { Page } from "../parts/Page.tsx";
import { t } from "../texts/texts.ts";

/** Why there is no registry to show. */
export const Failure = ({ error }: { error: unknown }) => (
  <Page title={t.failure.title}>
    <p role="alert">
      {error instanceof PageError
        ? t.failure[error.reason](error.address, error.detail)
        : t.failure.other(messageOf(error))}
    </p>
    <p>{t.failure.hint}</p>
  </Page>
);
