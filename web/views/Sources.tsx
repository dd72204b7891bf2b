import type { NodeReport } from "../data/standing.ts";
import { CircuitTable } from "../parts/CircuitTable.tsx";
import { useLoaded } from "../parts/context.ts";
import { Facts } from "../parts/Facts.tsx";
import { formatNumber } from "../parts/format.ts";
import { More, useMore } from "../parts/More.tsx";
import { Id, Name } from "../parts/Name.tsx";
import { Page } from "../parts/Page.tsx";
import { Table } from "../parts/Table.tsx";
import { Time } from "../parts/Time.tsx";
import { t } from "../texts/texts.ts";
import { NodeForm } from "./NodeForm.tsx";

const ROWS = 50;

/** Where everything comes from: the snapshot, the nodes, what was compared and what was not. */
export function Sources() {
  const { registry, config, checked } = useLoaded();
  const { chainId, contracts, at, events } = registry.snapshot;
  return (
    <Page title={t.sources.title}>
      <h2>{t.sources.snapshot}</h2>
      <Facts
        facts={[
          [t.sources.file, <Name key="file" text={config.snapshot} />],
          [t.sources.chain, String(chainId)],
          [t.sources.block, formatNumber(at.number)],
          [t.sources.hash, <Id key="hash" id={at.hash} full />],
          [t.sources.time, <Time key="time" seconds={at.time} exact />],
          [t.sources.events, formatNumber(events)],
          [t.sources.blocklists, <Id key="blocklists" id={contracts.blocklists} full />],
          [t.sources.ledger, <Id key="ledger" id={contracts.ledger} full />],
          [t.sources.releases, <Id key="releases" id={contracts.releases} full />],
        ]}
      />
      <h2>{t.sources.nodes}</h2>
      {config.nodes.length === 0 ? <p>{t.sources.noNodes}</p> : <Nodes nodes={config.nodes} reports={checked?.nodes} />}
      <p>{t.sources.choose}</p>
      <NodeForm key={config.nodes.join(" ")} />
      <h2>{t.circuit.all}</h2>
      <CircuitTable label={t.circuit.all} circuits={registry.snapshot.circuits} />
      <h2>{t.sources.compared}</h2>
      <Sentences each={t.sources.comparedEach} />
      <h2>{t.sources.notCompared}</h2>
      <Sentences each={t.sources.notComparedEach} />
    </Page>
  );
}

const Sentences = ({ each }: { each: readonly string[] }) => (
  <ul>
    {each.map((sentence) => (
      <li key={sentence}>{sentence}</li>
    ))}
  </ul>
);

/** The host of a node: the rest of its address may be a key. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "");

const Nodes = ({ nodes, reports }: { nodes: readonly string[]; reports: readonly NodeReport[] | undefined }) => (
  <>
    {nodes.map((url) => {
      const report = reports?.find((each) => each.url === url);
      return (
        <section key={url}>
          <h3>
            <Name text={hostOf(url)} />
          </h3>
          {report === undefined ? <p>{t.standing.comparing.title}</p> : <Report report={report} />}
        </section>
      );
    })}
  </>
);

function Report({ report: { check, problem } }: { report: NodeReport }) {
  const rows = useMore(ROWS);
  if (check === null)
    return (
      <p>
        {t.sources.failed} <Name text={problem ?? ""} most={200} />
      </p>
    );
  const { compared, differences, isOnChain, block } = check;
  return (
    <>
      <p>{t.sources.answer(compared, differences.length, formatNumber(block))}</p>
      {!isOnChain && <p>{t.standing["off-chain"].text}</p>}
      {differences.length > 0 && (
        <Table
          label={t.sources.differences}
          columns={[{ heading: t.sources.what }, { heading: t.sources.inSnapshot }, { heading: t.sources.inContract }]}
          rows={differences.slice(0, rows.most).map(({ what, snapshot, contract }) => ({
            key: what,
            cells: [what, snapshot, contract],
          }))}
        />
      )}
      <More total={differences.length} {...rows} />
    </>
  );
}
