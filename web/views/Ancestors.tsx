import { useMemo, useState } from "preact/hooks";
import { judgeRelease } from "../../prover/registry.ts";
import { toBoxes } from "../data/layers.ts";
import { ancestorsOf } from "../data/select.ts";
import { useLoaded, useSubjects } from "../parts/context.ts";
import { Choice } from "../parts/fields.tsx";
import { Graph } from "../parts/Graph.tsx";
import { listInWords } from "../parts/labels.tsx";
import { VerdictTable } from "../parts/VerdictTable.tsx";
import { t } from "../texts/texts.ts";

/** A release with more ancestors than this is drawn and listed in part, and says so. */
const MOST = 60;

/** What a release descends from and how each of them stands against a list: as a graph, and as a table. */
export function Ancestors({ release }: { release: string }) {
  const { registry } = useLoaded();
  const subjectOf = useSubjects();
  const { releases, lists } = registry.snapshot;
  const place = registry.releases.get(release)!;
  const [list, setList] = useState(() => lists[releases[place]!.reached[0]?.list ?? 0]?.list ?? null);
  const found = useMemo(() => ancestorsOf(registry, place, MOST), [registry, place]);
  if (found.length === 1) return <p>{t.release.noParents}</p>;
  if (list === null) return <p>{t.list.none}</p>;
  const boxes = toBoxes(found);
  const verdicts = new Map(boxes.map((box) => [box.place, judgeRelease(registry, releases[box.place]!.release, list)]));
  return (
    <>
      <p>{t.release.parentsLead}</p>
      <form class="fields" onSubmit={(event) => event.preventDefault()}>
        <Choice
          label={t.release.against}
          value={list}
          choices={lists.map((each) => [each.list, listInWords(subjectOf(each.list))])}
          change={(value) => value !== null && setList(value)}
        />
      </form>
      <Graph
        boxes={boxes}
        edges={boxes.flatMap(({ place: from }) => releases[from]!.parents.map((to) => ({ from, to })))}
        verdicts={verdicts}
      />
      {found.length >= MOST && <p>{t.release.partOfParents(MOST)}</p>}
      <VerdictTable label={t.release.parents} verdicts={[...verdicts.values()]} without="list" />
    </>
  );
}
