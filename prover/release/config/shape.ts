import { CIRCUIT_CHOICES } from "../../shared/circuit.ts";
import { ANY_TEXT, LINE } from "../../shared/shape/fields.ts";
import { toJsonSchema } from "../../shared/shape/jsonSchema.ts";
import { object, optional } from "../../shared/shape/object.ts";
import {
  checked,
  described,
  flag,
  type Infer,
  type JsonSchema,
  list,
  literal,
  mapped,
  oneOf,
  type Shape,
} from "../../shared/shape/shape.ts";
import { ADDRESS_SOURCE, CHAIN, FIRST_CHAIN } from "./chainShape.ts";
import { CONFIG_FORMATS } from "./config.ts";
import { PATH, SIZE } from "./fields.ts";
import { FLEET } from "./fleetShape.ts";
import { LISTS } from "./listShape.ts";
import { MODEL } from "./modelShape.ts";
import { FIRST_SHARD, SHARD, type ShardDocument } from "./shardShape.ts";

const shardsOf = (shard: Shape<ShardDocument>) =>
  described(
    checked(list(shard, 1), (reader, shards, path) => {
      const names = new Set<string>();
      for (const [i, { name }] of shards.entries()) {
        if (names.has(name)) reader.refuse(`${path}[${i}].name`, `is the name of another shard as well: ${name}`);
        names.add(name);
      }
    }),
    "At least one shard: a part of the dataset that is committed on its own.",
  );

const $schema = optional(described(ANY_TEXT, "The address of this schema, for editors; not read."));

const BEFORE = {
  vendor: described(LINE, "Who releases: a name for people, one line."),
  model: MODEL,
};

const AFTER = {
  signingKey: described(
    PATH,
    "The file of the Ed25519 key that signs the evidence, mode 0600; `disjoint attest key KEY.pem` makes one.",
  ),
  output: described(
    PATH,
    "The folder of shards, proofs and evidence. It holds the salts: keep it, secret, as long as the release is in " +
      "use.",
  ),
  cache: optional(described(PATH, "The folder of what can be made again; `cache` in the output folder if left out.")),
  memory: optional(described(SIZE, "Bound on the resident memory of committing, a size such as 2GiB. Left out: none.")),
  circuits: optional(
    described(
      oneOf(CIRCUIT_CHOICES),
      "By what the circuit of a page is chosen. `uniform`, if left out: by the page alone, so that it reveals " +
        "nothing about the data. `smallest`: half the time or less, and reveals the class of size of every shard.",
    ),
  ),
  tellCounts: optional(
    described(
      flag,
      "Whether the evidence includes how many files, bytes, records and keys the shards have, and how many were left " +
        "out. Left out: no.",
    ),
  ),
};

const ARTIFACTS = optional(
  described(
    PATH,
    "The folder of the circuits' artifacts from a ceremony. Left out: circuits are compiled and get development " +
      "keys, for local chains only.",
  ),
);

const POWERS = optional(
  described(
    PATH,
    "Folder of the powers of tau, as `disjoint setup powers` makes it, for shards with accumulators. Left out: those " +
      "that are installed.",
  ),
);

const about = (artifacts: string) =>
  "A configuration with the fields format, vendor, model, shards, blocklists, chain, signingKey and output; policy, " +
  `cache, ${artifacts}, memory, circuits and tellCounts may be left out. Paths are relative to its file.`;

const formatOf = <const T extends string>(format: T) => described(literal(format), format);

const SECOND = described(
  object({
    $schema,
    format: formatOf(CONFIG_FORMATS[1]),
    ...BEFORE,
    shards: shardsOf(SHARD),
    ...LISTS,
    chain: CHAIN,
    artifacts: ARTIFACTS,
    powers: POWERS,
    fleet: optional(FLEET),
    ...AFTER,
  }),
  about("artifacts, powers, fleet"),
);

const FIRST = mapped(
  described(
    object({
      $schema,
      format: formatOf(CONFIG_FORMATS[0]),
      ...BEFORE,
      shards: shardsOf(FIRST_SHARD),
      ...LISTS,
      chain: FIRST_CHAIN,
      artefacts: ARTIFACTS,
      ...AFTER,
    }),
    about("artefacts"),
  ),
  ({ artefacts, ...config }) => (artefacts === undefined ? config : { ...config, artifacts: artefacts }),
);

/** The configuration by version. */
export const CONFIG_SHAPES = { 1: FIRST, 2: SECOND } as const;

/** A configuration as it is written, in the names of the current version. */
export type ConfigDocument = Omit<Infer<typeof SECOND>, "format">;

/** The JSON Schema of a version of the configuration. */
export const configSchema = (version: 1 | 2): JsonSchema =>
  toJsonSchema(CONFIG_SHAPES[version], new Map([[ADDRESS_SOURCE, "addressSource"]]));
