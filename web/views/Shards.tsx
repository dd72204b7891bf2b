import { useLoaded } from "../parts/context.ts";
import { VendorLabel } from "../parts/labels.tsx";
import { More, useMore } from "../parts/More.tsx";
import { Id, Name, Outside } from "../parts/Name.tsx";
import { Table } from "../parts/Table.tsx";
import { Time } from "../parts/Time.tsx";
import { t } from "../texts/texts.ts";

const ROWS = 25;

/** The shards of a release: schemes, and who registered each first, which may be somebody else. */
export function Shards({ commitments, vendor }: { commitments: readonly string[]; vendor: string }) {
  const { registry } = useLoaded();
  const rows = useMore(ROWS);
  const shards = commitments.slice(0, rows.most).map((commitment) => ({
    commitment,
    registrations: registry.snapshot.shards[registry.shards.get(commitment) ?? -1]?.registrations ?? [],
  }));
  return (
    <>
      <Table
        label={t.release.shards}
        columns={[
          { heading: t.shard.commitment },
          { heading: t.shard.schemes },
          { heading: t.shard.first },
          { heading: t.shard.time },
          { heading: t.shard.manifest },
        ]}
        rows={shards.map(({ commitment, registrations }) => {
          const own = registrations.find((each) => each.vendor === vendor) ?? registrations[0];
          const first = registrations[0];
          return {
            key: commitment,
            cells: [
              <Id key="id" id={commitment} />,
              <ul key="schemes" class="plain">
                {own?.schemes.map((scheme) => (
                  <li key={scheme}>
                    <Name text={scheme} />
                  </li>
                ))}
              </ul>,
              first === undefined ? (
                t.shard.unknown
              ) : (
                <>
                  <VendorLabel vendor={first.vendor} />
                  {first.vendor !== vendor && <span class="mark">{t.shard.another}</span>}
                </>
              ),
              first === undefined ? "" : <Time key="time" seconds={first.time} />,
              own === undefined || own.uri === "" ? "" : <Outside key="uri" uri={own.uri} />,
            ],
          };
        })}
      />
      <More total={commitments.length} {...rows} />
    </>
  );
}
