import { listSchemeNames } from "../../fingerprint/schemes.ts";
import { LINE } from "../../shared/shape/fields.ts";
import { object, optional } from "../../shared/shape/object.ts";
import { described, either, type Infer, integer, list, literal, oneOf, text } from "../../shared/shape/shape.ts";
import { formatNames } from "../../source/records/format.ts";
import type { Format } from "../../source/records/row.ts";
import { COMMITMENT_KINDS } from "./config.ts";
import { PATH, SIZE, UNDECIDED } from "./fields.ts";

const FORMATS = ["auto", UNDECIDED, ...(formatNames() as Format[])] as const;

const SOURCE = object({
  path: described(PATH, "A file, a folder, an https address, or an object or prefix of S3."),
  format: optional(
    described(
      oneOf(FORMATS),
      "auto (by each name's ending), files (each file is one record), or the name of a format; undecided, as " +
        "disjoint init writes what a person has to decide, stops a release. Left out: auto.",
    ),
  ),
  include: optional(
    described(
      list(described(LINE, "A pattern such as **/*.parquet."), 1),
      "Patterns such as **/*.parquet of the files to read; the others are left out.",
    ),
  ),
});

const SCHEME = object({
  scheme: described(
    oneOf(listSchemeNames()),
    "sha256, sha1, md5 (equal bytes), text (equal once normalized), url, domain, or minhash (similar text).",
  ),
  field: optional(
    described(
      LINE,
      "The field or column of the records that is fingerprinted, or a path such as meta.url or messages[].content. " +
        "Left out: the whole record.",
    ),
  ),
});

const SCHEMES = list(
  described(SCHEME, "A scheme has its name, and field if it is applied to one field of the records."),
  1,
);

const NOT_DECIDED = described(literal(UNDECIDED), "Not decided yet: a release refuses.");

const EXCEPTIONS = oneOf(["error", "skip"]);

const LIMITS = object({
  row: optional(described(SIZE, "The largest record, a size such as 64MiB (the usual bound).")),
  expanded: optional(
    described(SIZE, "The most that one compressed file may expand to, a size such as 4096GiB (the usual bound)."),
  ),
  ratio: optional(
    described(
      integer(1, 2 ** 32 - 1),
      "The most bytes that one compressed byte may give, once more than 64 MiB have come out; 500 is the usual bound.",
    ),
  ),
});

const FIELDS = {
  name: described(
    text(/^[a-z0-9][a-z0-9._-]{0,63}$/, "a name of small letters, digits, dots and dashes"),
    "A different name for every shard: small letters, digits, dots and dashes, up to 64.",
  ),
  sources: described(
    list(described(SOURCE, "A source has a path; format and include may be left out."), 1),
    "At least one file or folder.",
  ),
  schemes: described(
    either([NOT_DECIDED, SCHEMES], (value) => (value === UNDECIDED ? NOT_DECIDED : SCHEMES)),
    "At least one scheme to fingerprint records with; undecided, as disjoint init writes what a person has to " +
      "decide, stops a release.",
  ),
  onBadRow: optional(
    described(EXCEPTIONS, "What to do with a record that cannot be read: error, or skip (it is counted and listed)."),
  ),
  onBadFile: optional(
    described(EXCEPTIONS, "What to do with a file that cannot be read: error, or skip (it is counted and listed)."),
  ),
  limits: optional(
    described(LIMITS, "Bounds on what a file may make the readers hold: row, expanded, ratio; each may be left out."),
  ),
};

/** A shard of the configuration. */
export const SHARD = described(
  object({
    ...FIELDS,
    commitment: optional(
      described(
        oneOf(COMMITMENT_KINDS),
        "merkle (a tree, one proof for each page of a list) or accumulator (one proof for a whole list that has " +
          "accumulators). Left out: merkle.",
      ),
    ),
  }),
  "A shard has name, sources and schemes; commitment, onBadRow, onBadFile and limits may be left out.",
);

/** The same in the first version. */
export const FIRST_SHARD = described(
  object(FIELDS),
  "A shard has name, sources and schemes; onBadRow, onBadFile and limits may be left out.",
);

/** A shard as it is written in the configuration. */
export type ShardDocument = Infer<typeof SHARD>;
