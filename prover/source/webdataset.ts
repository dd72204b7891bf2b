import { at, sourceError } from "./errors.ts";
import { requireFields } from "./fields.ts";
import type { Cell, Input, ReadOptions, Row } from "./row.ts";
import { badMember, type Member, readMembers } from "./tar.ts";

/**
 * A WebDataset shard: a tar archive in which the files of a sample follow one another and share their name up to the
 * first dot of the last path segment. A sample is one record, and its fields are the endings: `--field txt`.
 */
export async function* readWebdataset(input: Input, options: ReadOptions): AsyncGenerator<Row[]> {
  const { name } = input.source;
  const fields = requireFields(options.fields, name);
  let sample: { key: string; members: Map<string, Member> } | undefined;
  let row = 0;
  const seen = new Set<string>();
  for await (const member of readMembers(input, options.limits.rowBytes)) {
    const { key, ending } = splitName(member.name);
    if (sample?.key !== key) {
      if (sample) yield [readSample(sample.members, { row }, fields, options, name)];
      if (seen.has(key))
        throw sourceError("split-sample", name, `the files of sample ${JSON.stringify(key)} do not follow one another`);
      seen.add(key);
      row++;
      sample = { key, members: new Map() };
    }
    if (sample.members.has(ending))
      throw sourceError("duplicate-member", name, `holds ${JSON.stringify(member.name)} twice`);
    sample.members.set(ending, member);
  }
  if (sample) yield [readSample(sample.members, { row }, fields, options, name)];
}

function splitName(path: string): { key: string; ending: string } {
  const slash = path.lastIndexOf("/") + 1;
  const dot = path.indexOf(".", slash);
  return dot === -1 ? { key: path, ending: "" } : { key: path.slice(0, dot), ending: path.slice(dot + 1) };
}

function readSample(
  members: ReadonlyMap<string, Member>,
  place: { row: number },
  fields: string[],
  { fieldNames }: ReadOptions,
  name: string,
): Row {
  fieldNames?.note([...members.keys()]);
  const where = at(name, place);
  const cellOf = (field: string): Cell => {
    const member = members.get(field);
    if (!member) return sourceError("missing-field", where, `has no file ending in .${field}`);
    return member.content ?? badMember(member, where);
  };
  return { ...place, values: fields.map(cellOf) };
}
