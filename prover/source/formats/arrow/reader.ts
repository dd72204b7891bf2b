import { MessageHeader } from "apache-arrow/fb/message-header";
import { BATCH_BYTES, BATCH_ROWS, Cells, placesOf, wrapErrors } from "../../records/columns.ts";
import { requireFields } from "../../records/fields.ts";
import type { Cell, Input, ReadOptions, Row } from "../../records/row.ts";
import { openRandomAccess } from "../../storage/disk.ts";
import { columnDataOf } from "./batch.ts";
import { type Visit, visitOf } from "./column.ts";
import { Dictionaries } from "./dictionaries.ts";
import { type BatchMessage, FILE_MAGIC, fileMessages, streamMessages } from "./messages.ts";
import { type ArrowField, type ArrowPlace, arrowPlaces, fieldsOf } from "./schema.ts";

/**
 * Apache Arrow IPC, as a stream or as a file (messages between two magic words, and a footer that lists them). A record
 * is a row. A field is a column of text or bytes in any layout, or a path to one within structures and lists. The
 * library decodes the messages' metadata; buffers are decoded here, and other columns skipped. One batch is in memory
 * at a time.
 */
export async function* readArrow(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const fields = requireFields(options.fields, name);
  const file = await openRandomAccess(input);
  try {
    const isFile = file.read(0, FILE_MAGIC.length).toString("latin1") === FILE_MAGIC;
    const dictionaries = new Dictionaries();
    let columns: ArrowField[] = [];
    let places: ArrowPlace[] = [];
    let row = 0;
    for await (const message of isFile ? fileMessages(file, name) : streamMessages(file, name)) {
      if (message.kind === MessageHeader.Schema) {
        columns = wrapErrors("source/bad-arrow", name, () => fieldsOf(message.schema, name));
        const all = arrowPlaces(columns);
        options.fieldNames?.note(all.map(({ path }) => path));
        places = placesOf(fields, all, name);
      } else if (message.kind === MessageHeader.DictionaryBatch)
        wrapErrors("source/bad-arrow", name, () => dictionaries.add(message.id, message.isDelta, message, isFile));
      else {
        const { length, visits } = wrapErrors("source/bad-arrow", name, () =>
          open(message, columns, places, dictionaries),
        );
        const cells = places.map((place) => new Cells(place, name, options));
        yield* rowsOf(length, row, places, visits, cells);
        row += length;
      }
    }
  } finally {
    file.close();
  }
}

function open(
  { batch, body, version }: BatchMessage,
  columns: ArrowField[],
  places: ArrowPlace[],
  dictionaries: Dictionaries,
): { length: number; visits: Visit[] } {
  const length = Number(batch.length());
  const data = columnDataOf(columns, batch, body, version);
  for (const column of data)
    if (column.length !== length) throw new Error(`a column of ${column.length} in a batch of ${length} rows`);
  const visits = places.map(({ childPath: [column, ...childPath] }) =>
    visitOf(data[column!]!, childPath, dictionaries.entries),
  );
  return { length, visits };
}

function* rowsOf(
  length: number,
  before: number,
  places: ArrowPlace[],
  visits: Visit[],
  cells: Cells[],
): Generator<Row[]> {
  const columns = places.map(({ isList }, i) => (isList ? listCell : valueCell)(visits[i]!, cells[i]!));
  const bytes = () => cells.reduce((sum, cell) => sum + cell.bytes, 0);
  for (let next = 0; next < length; ) {
    const batch: Row[] = [];
    const full = bytes() + BATCH_BYTES;
    for (; next < length && batch.length < BATCH_ROWS && bytes() < full; next++) {
      const row = before + next + 1;
      batch.push({ row, values: columns.map((cellOf) => cellOf(next, row)) });
    }
    yield batch;
  }
}

type CellOf = (index: number, row: number) => Cell;

function valueCell(visit: Visit, cells: Cells): CellOf {
  let value: Uint8Array | undefined;
  const onValue = (next: Uint8Array | undefined) => {
    value = next;
  };
  return (index, row) => {
    visit(index, onValue);
    return cells.one(value, row);
  };
}

function listCell(visit: Visit, cells: Cells): CellOf {
  const onValue = (value: Uint8Array | undefined) => cells.add(value);
  return (index, row) => {
    cells.begin(row);
    visit(index, onValue);
    return cells.end();
  };
}
