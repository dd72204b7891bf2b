import { findRisks, type Risk } from "../data/risks.ts";
import { t } from "../texts/texts.ts";
import { useLoaded } from "./context.ts";
import { linkTo } from "./route.ts";

/** The cases of a kind. */
export const casesOf = (risk: Risk): number => ("lists" in risk ? risk.lists : risk.circuits).length;

/** What to be careful about, a line each, before anything else is said. */
export function RisksInShort() {
  const risks = findRisks(useLoaded().registry);
  return (
    <section aria-labelledby="risks-in-short">
      <h2 id="risks-in-short">{t.risk.inShort}</h2>
      {risks.length === 0 ? (
        <p>{t.risk.none}</p>
      ) : (
        <ul class="risks">
          {risks.map((risk) => (
            <li key={risk.kind}>{t.risk[risk.kind].short(casesOf(risk))}</li>
          ))}
        </ul>
      )}
      <p>
        <a href={linkTo.risks()}>{t.risk.all}</a>
      </p>
    </section>
  );
}
