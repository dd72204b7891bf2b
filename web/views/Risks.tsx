import { findRisks, type Risk } from "../data/risks.ts";
import { useLoaded } from "../parts/context.ts";
import { ListTable } from "../parts/ListTable.tsx";
import { Id, Name } from "../parts/Name.tsx";
import { Page } from "../parts/Page.tsx";
import { casesOf } from "../parts/RisksInShort.tsx";
import { Table } from "../parts/Table.tsx";
import { LONG } from "../parts/words.ts";
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
            <Circuits risk={risk} />
          )}
        </section>
      ))}
      <h2>{t.limits.title}</h2>
      <Limits />
    </Page>
  );
}

const Circuits = ({ risk }: { risk: Extract<Risk, { circuits: unknown }> }) => (
  <Table
    label={t.risk[risk.kind].short(casesOf(risk))}
    columns={[
      { heading: t.circuit.circuit },
      { heading: t.circuit.kind },
      { heading: t.circuit.status },
      { heading: t.circuit.setup },
      { heading: t.circuit.reason },
    ]}
    rows={risk.circuits.map(({ circuit, entries, status, setup, reason }) => ({
      key: circuit,
      cells: [
        <Id key="id" id={circuit} />,
        entries === 0 ? t.circuit.powers : t.circuit.pages(entries),
        t.circuit.statuses[status],
        t.circuit.setups[setup],
        reason === "" ? "" : <Name key="reason" text={reason} most={LONG} />,
      ],
    }))}
  />
);
