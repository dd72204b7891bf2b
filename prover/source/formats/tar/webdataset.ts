import { DisjointError } from "../../../shared/errors.ts";
import { parseJson } from "../../../shared/json.ts";
import { at, sourceError } from "../../records/errors.ts";
import { requireFields } from "../../records/fields.ts";
import type { Cell, Input, ReadOptions, Row } from "../../records/row.ts";
import { jsonCellReader } from "../text/jsonPath.ts";
import { badMember, type Member, readMembers } from "./reader.ts";

/**
 * A WebDataset shard: a tar archive in which the files of a sample follow one another and share their name up to the
 * first dot of the last path segment. A sample is one record. Its fields are the extensions, in lower case (`txt`), or
 * paths within a JSON file (`json.url`). As in the webdataset library, files whose names begin with a dot or have none,
 * and those like `__meta__`, belong to no sample and are ignored.
 */
export async function* readWebdataset(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const readers = requireFields(options.fields, name).map(sampleCellReader);
  let sample: { key: string; members: Members } | undefined;
  let row = 0;
  const seen = new Set<string>();
  const read = (members: Members): Row[] => {
    options.fieldNames?.note([...members.keys()]);
    const where = at(name, { row });
    return [{ row, values: readers.map((cellOf) => cellOf(members, where)) }];
  };
  for await (const member of readMembers(input, options.limits.rowBytes)) {
    const split = splitName(member.name);
    if (split === undefined) {
      options.onPassedOver?.(row + 1, "source/not-in-a-sample");
      continue;
    }
    const { key, ending } = split;
    if (sample?.key !== key) {
      if (sample) yield read(sample.members);
      if (seen.has(key))
        throw sourceError(
          "source/split-sample",
          name,
          `the files of sample ${JSON.stringify(key)} do not follow one another`,
        );
      seen.add(key);
      row++;
      sample = { key, members: new Map() };
    }
    if (sample.members.has(ending))
      throw sourceError("source/duplicate-member", name, `holds ${JSON.stringify(member.name)} twice`);
    sample.members.set(ending, member);
  }
  if (sample) yield read(sample.members);
}

type Members = Map<string, Member>;

function splitName(path: string): { key: string; ending: string } | undefined {
  const start = path.lastIndexOf("/") + 1;
  const dot = path.indexOf(".", start);
  if (dot === -1 || dot === start || (start === 0 && /^__.*__$/.test(path))) return undefined;
  return { key: path.slice(0, dot), ending: path.slice(dot + 1).toLowerCase() };
}

/** Reads a field of samples: a file by its extension or, if there is none, a path within a JSON file. */
function sampleCellReader(field: string): (members: Members, where: string) => Cell {
  const [, ending = "", path = ""] = /^((?:[^.]+\.)*?json)\.(.+)$/i.exec(field) ?? [];
  const inJson = jsonCellReader(path);
  return (members, where) => {
    const member = members.get(field.toLowerCase());
    if (member) return member.content ?? badMember(member, where);
    const document = members.get(ending.toLowerCase());
    if (!document || path === "") {
      const there = [...members.keys()].slice(0, 20).join(", .");
      return sourceError("source/missing-field", where, `has no file ending in .${field}; it has .${there}`);
    }
    if (!document.content) return badMember(document, where);
    try {
      return inJson(parseJson(document.content, `${where}, ${document.name}`), where);
    } catch (error) {
      if (error instanceof DisjointError) return error;
      throw error;
    }
  };
}
