import { t } from "../texts/texts.ts";

/** What no proof says. */
export const Limits = () => (
  <ul>
    {t.limits.each.map((limit) => (
      <li key={limit}>{limit}</li>
    ))}
  </ul>
);
