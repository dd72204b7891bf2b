import { idOf, LINE } from "../../shared/shape/fields.ts";
import { object, optional } from "../../shared/shape/object.ts";
import { checked, described, flag, integer, list } from "../../shared/shape/shape.ts";
import { PATH } from "./fields.ts";

const BLOCKLIST = checked(
  object({
    folder: described(
      PATH,
      "The folder that `disjoint blocklist build` wrote, or that was fetched from the list's publisher.",
    ),
    list: optional(
      described(
        idOf("a list's id"),
        "The list's id on the chain, as `disjoint chain publish` prints it: 0x and 64 hexadecimal digits.",
      ),
    ),
    publish: optional(described(flag, "true: the signer owns the list, and a release publishes what the chain lacks.")),
    uri: optional(
      described(LINE, "Address of the root document list.json, beside its page files; published with each epoch."),
    ),
  }),
  (reader, { publish, list }, path) => {
    if (publish && list !== undefined)
      reader.refuse(`${path}.list`, "is given for a list to publish, which gets its own");
  },
  { not: { required: ["list", "publish"], properties: { publish: { const: true } } } },
);

const count = integer(0, 2 ** 32 - 1);
const POLICY = object({
  lists: optional(
    described(
      list(described(LINE, "A list's name, as its root document has it.")),
      "Names of the lists that a release must be clean of; all of them if left out.",
    ),
  ),
  minimumEpoch: optional(described(count, "The epoch up to which it must be clean at least; 1 if left out.")),
  maximumLag: optional(described(count, "By how many pages of the current epoch it may lag; 0 if left out.")),
});

/** The blocklists, and what must be true of the release with them. */
export const LISTS = {
  blocklists: described(
    list(described(BLOCKLIST, "A blocklist has a folder, and either list, its id on the chain, or publish: true."), 1),
    "At least one blocklist.",
  ),
  policy: optional(
    described(POLICY, "What the chain must say of the release in the end: lists, minimumEpoch, maximumLag."),
  ),
};
