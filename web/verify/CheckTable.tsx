import type { Check } from "../../prover/verify.ts";
import { Name } from "../parts/Name.tsx";
import { Table } from "../parts/Table.tsx";
import { LONG } from "../parts/words.ts";
import { t } from "../texts/texts.ts";

/** Every check that was made, by name. */
export const CheckTable = ({ checks }: { checks: readonly Check[] }) => (
  <details>
    <summary>{t.pack.checks(checks.length)}</summary>
    <Table
      label={t.pack.checks(checks.length)}
      columns={[{ heading: t.pack.check }, { heading: t.pack.result }, { heading: t.pack.found }]}
      rows={checks.map(({ name, ok, detail = "" }, i) => ({
        key: `${i} ${name}`,
        cells: [
          <Name key="name" text={name} />,
          ok ? t.pack.passed : t.pack.notPassed,
          ok ? null : <Name key="detail" text={detail} most={LONG} />,
        ],
      }))}
    />
  </details>
);
