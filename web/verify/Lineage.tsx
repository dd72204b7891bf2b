import type { PackVerdict } from "../../prover/verify.ts";
import { Id, Name } from "../parts/Name.tsx";
import { Table } from "../parts/Table.tsx";
import { t } from "../texts/texts.ts";

type Steps = NonNullable<PackVerdict["lineage"]>["steps"];
type Resource = Steps[number]["step"]["products" | "materials"][number];

/** The signed steps from the weights back to the shards: who signed each, what it made, and what it made it from. */
export const Lineage = ({ steps }: { steps: Steps }) => (
  <Table
    label={t.pack.lineage}
    columns={[t.pack.step, t.pack.signedBy, t.pack.made, t.pack.madeFrom].map((heading) => ({ heading }))}
    rows={steps.map(({ step, id, signedBy }) => ({
      key: id,
      cells: [
        <Name key="name" text={step.name} />,
        signedBy.length === 0 ? t.pack.noSigner : <Name key="by" text={signedBy.join(", ")} />,
        <Resources key="made" of={step.products} />,
        <Resources key="from" of={step.materials} />,
      ],
    }))}
  />
);

const Resources = ({ of }: { of: readonly Resource[] }) => (
  <ul class="plain">
    {of.map((each, i) => (
      <li key={i}>
        <Name text={each.name} /> {kindOf(each)}
        <Id id={Object.values(each.digest)[0]!} />
      </li>
    ))}
  </ul>
);

function kindOf(resource: Resource): string {
  if ("disjointCommitmentV1" in resource.digest) return `${t.pack.shard} `;
  return "role" in resource && resource.role === "code" ? `${t.pack.code} ` : "";
}
