import type { RegistryVerdict } from "../../prover/registry.ts";
import { t } from "../texts/texts.ts";
import { ListLabel, ListMakers, VendorLabel } from "./labels.tsx";
import { Name } from "./Name.tsx";
import { linkTo } from "./route.ts";
import { Table } from "./Table.tsx";
import { Time } from "./Time.tsx";
import { VerdictLine } from "./Verdict.tsx";

/** Verdicts on releases, each with everything that it is about. `without`: what the view is about already. */
export function VerdictTable({
  label,
  verdicts,
  without,
}: {
  label: string;
  verdicts: readonly RegistryVerdict[];
  without?: "release" | "list";
}) {
  const columns = [
    { name: "release", heading: t.release.release, cell: ReleaseCell },
    { name: "list", heading: t.list.list, cell: ListCell },
    { name: "verdict", heading: t.verdict.verdict, cell: VerdictLine },
    { name: "since", heading: t.verdict.since, cell: SinceCell },
    { name: "certificate", heading: t.verdict.certificate, cell: CertificateCell },
  ].filter(({ name }) => name !== without);
  return (
    <Table
      label={label}
      columns={columns}
      rows={verdicts.map((verdict) => ({
        key: `${releaseOf(verdict)} ${verdict.list.list}`,
        cells: columns.map(({ name, cell: Cell }) => <Cell key={name} verdict={verdict} />),
      }))}
    />
  );
}

type CellOf = { verdict: RegistryVerdict };

const releaseOf = ({ subject }: RegistryVerdict): string => (subject.kind === "release" ? subject.release : "");

const ReleaseCell = ({ verdict: { subject } }: CellOf) =>
  subject.kind === "release" ? (
    <>
      <a class="label" href={linkTo.release(subject.release)}>
        <Name text={subject.model ?? ""} /> <Name text={subject.version ?? ""} />
      </a>
      <div class="muted small">
        {t.release.by} <VendorLabel vendor={subject.vendor ?? ""} />
      </div>
    </>
  ) : null;

const ListCell = ({ verdict: { list } }: CellOf) => (
  <>
    <ListLabel list={list} />
    <div>
      <ListMakers list={list} />
    </div>
  </>
);

const SinceCell = ({ verdict: { since } }: CellOf) =>
  since === null ? <span class="muted">{t.verdict.never}</span> : <Time seconds={since} />;

const CertificateCell = ({ verdict }: CellOf) => (
  <a href={linkTo.certificate(releaseOf(verdict), verdict.list.list)}>{t.verdict.certificate}</a>
);
