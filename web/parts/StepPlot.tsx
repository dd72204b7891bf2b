import { maxOf, minOf } from "../../prover/shared/collections.ts";
import { t } from "../texts/texts.ts";
import { formatNumber, formatSpan } from "./format.ts";
import { Table } from "./Table.tsx";
import { Time } from "./Time.tsx";

/** A value from a time on, in seconds since 1970. */
type Step = { time: number; value: number };

/** A line of steps, and what it is called. */
export type Line = { label: string; steps: readonly Step[] };

const WIDTH = 640;
const HEIGHT = 200;
const LEFT = 56;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 28;

/**
 * Values that grow in steps, as lines up to a last time, and the same as a table.
 *
 * @param lines at most two; a second one is dashed
 */
export function StepPlot({ title, lines, until }: { title: string; lines: readonly Line[]; until: number }) {
  const steps = lines.flatMap((line) => line.steps);
  if (steps.length === 0) return <p class="muted">{t.plot.nothing}</p>;
  const from = minOf(steps.map(({ time }) => time));
  const to = maxOf([until, ...steps.map(({ time }) => time), from + 1]);
  const top = maxOf(
    steps.map(({ value }) => value),
    1,
  );
  const x = (time: number) => LEFT + ((WIDTH - LEFT - RIGHT) * (time - from)) / (to - from);
  const y = (value: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / top;
  const [first, last] = formatSpan(from, to);
  return (
    <figure class="plot">
      <figcaption>
        {title}
        {lines.length > 1 && (
          <span class="muted">
            {" "}
            ({lines.map(({ label }, i) => `${i === 0 ? t.plot.solid : t.plot.dashed}: ${label}`).join(", ")})
          </span>
        )}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t.plot.described(title)}>
        {[0, top].map((value) => (
          <g key={value}>
            <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
            <text x={LEFT - 6} y={y(value) + 4} text-anchor="end">
              {formatNumber(value)}
            </text>
          </g>
        ))}
        <text x={LEFT} y={HEIGHT - 8}>
          {first}
        </text>
        <text x={WIDTH - RIGHT} y={HEIGHT - 8} text-anchor="end">
          {last}
        </text>
        {lines.map((line, i) => (
          <path key={line.label} class={`line line-${i}`} d={stepPath(line.steps, { x, y, to })} />
        ))}
        {lines.flatMap((line, i) =>
          line.steps.map(({ time, value }) => (
            <circle key={`${line.label} ${time} ${value}`} class={`dot line-${i}`} cx={x(time)} cy={y(value)} r={3} />
          )),
        )}
      </svg>
      <details>
        <summary>{t.plot.table}</summary>
        <Table
          label={title}
          columns={[{ heading: t.plot.time }, { heading: t.plot.line }, { heading: t.plot.value, isNumber: true }]}
          rows={lines.flatMap(({ label, steps: own }) =>
            own.map(({ time, value }, i) => ({
              key: `${label} ${i}`,
              cells: [<Time key="time" seconds={time} exact />, label, formatNumber(value)],
            })),
          )}
        />
      </details>
    </figure>
  );
}

/** A step holds until the next one, and the last one until the end. */
function stepPath(
  [first, ...others]: readonly Step[],
  { x, y, to }: { x: (time: number) => number; y: (value: number) => number; to: number },
): string {
  if (first === undefined) return "";
  const steps = others.map(({ time, value }) => `H${x(time)}V${y(value)}`).join("");
  return `M${x(first.time)} ${y(first.value)}${steps}H${x(to)}`;
}
