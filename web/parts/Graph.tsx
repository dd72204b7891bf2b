import type { RegistryVerdict } from "../../prover/registry.ts";
import { maxOf } from "../../prover/shared/collections.ts";
import type { Box } from "../data/layers.ts";
import { isConfirmed } from "../data/standing.ts";
import { t } from "../texts/texts.ts";
import { useLoaded } from "./context.ts";
import { Region } from "./Region.tsx";
import { inBrief, shortId } from "./words.ts";

const BOX_WIDTH = 232;
const BOX_HEIGHT = 64;
const GAP_X = 24;
const GAP_Y = 44;

/** Characters that fit in a box. */
const FITTING = 28;

const left = ({ column }: Box) => column * (BOX_WIDTH + GAP_X) + 2;
const top = ({ row }: Box) => row * (BOX_HEIGHT + GAP_Y) + 2;

/** Releases and their parents below them. A drawing only: the table beside it says the same with links. */
export function Graph({
  boxes,
  edges,
  verdicts,
}: {
  boxes: readonly Box[];
  edges: readonly { from: number; to: number }[];
  verdicts: ReadonlyMap<number, RegistryVerdict>;
}) {
  const loaded = useLoaded();
  const places = new Map(boxes.map((box) => [box.place, box]));
  const width = maxOf(boxes.map(left)) + BOX_WIDTH + 4;
  const height = maxOf(boxes.map(top)) + BOX_HEIGHT + 4;
  return (
    <Region label={t.release.graph}>
      <div class="graph">
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t.release.graph}>
          {edges.map(({ from, to }) => {
            const start = places.get(from);
            const end = places.get(to);
            return start && end ? <path key={`${from} ${to}`} class="edge" d={edgePath(start, end)} /> : null;
          })}
          {boxes.map((box) => {
            const verdict = verdicts.get(box.place)!;
            const release = loaded.registry.snapshot.releases[box.place]!;
            const sure = isConfirmed(loaded, release.release) ? "" : "unsure";
            return (
              <g
                key={box.place}
                class={`box ${verdict.state} ${sure}`}
                transform={`translate(${left(box)} ${top(box)})`}
              >
                <rect width={BOX_WIDTH} height={BOX_HEIGHT} rx="3" />
                <text x="10" y="20">
                  {inBrief(`${release.model} ${release.version}`, FITTING)}
                </text>
                <text class="vendor" x="10" y="36">
                  {shortId(release.vendor)}
                </text>
                <text class="state" x="10" y="54">
                  {t.state[verdict.state]}
                  {sure !== "" && `, ${t.state.unconfirmed}`}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
    </Region>
  );
}

function edgePath(start: Box, end: Box): string {
  const x1 = left(start) + BOX_WIDTH / 2;
  const y1 = top(start) + BOX_HEIGHT;
  const x2 = left(end) + BOX_WIDTH / 2;
  const y2 = top(end);
  return `M${x1} ${y1}C${x1} ${y1 + GAP_Y / 2} ${x2} ${y2 - GAP_Y / 2} ${x2} ${y2}`;
}
