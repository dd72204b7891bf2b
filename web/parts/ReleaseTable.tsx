import type { SnapshotRelease } from "../../prover/registry.ts";
import { t } from "../texts/texts.ts";
import { ReleaseLabel, VendorLabel } from "./labels.tsx";
import { Id } from "./Name.tsx";
import { Table } from "./Table.tsx";
import { Time } from "./Time.tsx";

/** Releases by what they are, without verdicts. */
export const ReleaseTable = ({ label, releases }: { label: string; releases: readonly SnapshotRelease[] }) =>
  releases.length === 0 ? (
    <p>{t.release.none}</p>
  ) : (
    <Table
      label={label}
      columns={[
        { heading: t.release.release },
        { heading: t.release.vendor },
        { heading: t.release.weights },
        { heading: t.release.registered },
      ]}
      rows={releases.map((release) => ({
        key: release.release,
        cells: [
          <ReleaseLabel key="release" release={release} />,
          <VendorLabel key="vendor" vendor={release.vendor} />,
          <Id key="weights" id={release.weights} />,
          <Time key="time" seconds={release.time} />,
        ],
      }))}
    />
  );
