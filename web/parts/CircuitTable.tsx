import type { SnapshotCircuit } from "../../prover/registry.ts";
import { t } from "../texts/texts.ts";
import { Id, Name } from "./Name.tsx";
import { Table } from "./Table.tsx";
import { LONG } from "./words.ts";

/** Circuits and powers of tau of the ledger, and where their keys come from. */
export const CircuitTable = ({ label, circuits }: { label: string; circuits: readonly SnapshotCircuit[] }) => (
  <Table
    label={label}
    columns={[
      { heading: t.circuit.circuit },
      { heading: t.circuit.kind },
      { heading: t.circuit.status },
      { heading: t.circuit.setup },
      { heading: t.circuit.reason },
    ]}
    rows={circuits.map(({ circuit, entries, status, setup, reason }) => ({
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
