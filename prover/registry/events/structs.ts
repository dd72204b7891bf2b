import { listOf, struct, text, word, words } from "./abi.ts";

// The structs of contracts/interfaces that events have.

/** `ListConfig` */
export const ABI_CONFIG = struct({ scheme: word, metadata: text, reviewers: listOf(word), threshold: word });

/** `Epoch` */
export const ABI_EPOCH = struct({ time: word, pageCount: word, contentHash: word, uri: text });

/** `Accumulators` */
export const ABI_ACCUMULATORS = struct({ powers: word, whole: words(4), added: words(4), since: word });

/** `Shard` */
export const ABI_SHARD = struct({ schemes: listOf(word), uri: text });

/** `Release` */
export const ABI_RELEASE = struct({
  model: text,
  version: text,
  weights: word,
  shards: listOf(word),
  parents: listOf(word),
  terms: text,
});
