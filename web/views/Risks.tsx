import { findRisks } from "../data/risks.ts";
import { CircuitTable } from "../parts/CircuitTable.tsx";
import { useLoaded } from "../parts/context.ts";
import { ListTable } from "../parts/ListTable.tsx";
import { Page } from "../parts/Page.tsx";
import { casesOf } from "../parts/RisksInShort.tsx";
import { t } from "../texts/texts.ts";
import { Limits } from "./Limits.tsx";

/** Every risk that the registry shows by itself, with what it is about, and what no registry shows. */
export function Risks() {
  const risks = findRisks(useLoaded().registry);
  return (
    <Page title={t.risk.title}>
      <p class="lead">{t.risk.lead}</p>
      {risks.length === 0 && <p>{t.risk.none}</p>}
      {risks.map((risk) => (
        <section key={risk.kind}>
          <h2>{t.risk[risk.kind].short(casesOf(risk))}</h2>
          <p>{t.risk[risk.kind].text}</p>
          {"lists" in risk ? (
            <ListTable label={t.risk[risk.kind].short(casesOf(risk))} lists={risk.lists} />
          ) : (
            <CircuitTable label={t.risk[risk.kind].short(casesOf(risk))} circuits={risk.circuits} />
          )}
        </section>
      ))}
      <h2>{t.limits.title}</h2>
      <Limits />
    </Page>
  );
}
