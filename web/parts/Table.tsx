import type { ComponentChildren } from "preact";
import { Region } from "./Region.tsx";

/** A column of a table: its heading, and whether it holds numbers. */
type Column = { heading: ComponentChildren; isNumber?: boolean };

/**
 * A table in a region of its own. The first cell of each row is the row's heading.
 *
 * @param rows each with a key and as many cells as there are columns
 */
export function Table({
  label,
  columns,
  rows,
}: {
  label: string;
  columns: readonly Column[];
  rows: readonly { key: string; cells: readonly ComponentChildren[] }[];
}) {
  const kind = (i: number) => (columns[i]?.isNumber ? "number" : undefined);
  return (
    <Region label={label}>
      <table>
        <thead>
          <tr>
            {columns.map(({ heading }, i) => (
              <th key={i} scope="col" class={kind(i)}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...others] }) => (
            <tr key={key}>
              <th scope="row" class={kind(0)}>
                {first}
              </th>
              {others.map((cell, i) => (
                <td key={i} class={kind(i + 1)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  );
}
