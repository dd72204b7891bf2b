import { idOf, LINE, SHA256 } from "../../shared/shape/fields.ts";
import { object, oneKindOf, optional } from "../../shared/shape/object.ts";
import { described, list } from "../../shared/shape/shape.ts";
import { PATH } from "./fields.ts";

const WEIGHTS = oneKindOf({
  sha256: described(
    object({ sha256: described(SHA256, "SHA-256 of the weights, 64 hexadecimal digits in lower case.") }),
    "The digest of the weights.",
  ),
  file: described(object({ file: described(PATH, "The weights' file, which is hashed.") }), "A file to hash."),
  modelSigning: described(
    object({
      modelSigning: described(
        SHA256,
        "SHA-256 of the manifest of an OpenSSF model signature, 64 hexadecimal digits in lower case.",
      ),
    }),
    "A signed model.",
  ),
});

/** The model that is released. */
export const MODEL = described(
  object({
    name: described(LINE, "The model's name, one line."),
    weights: described(WEIGHTS, "The weights, one of: {sha256}, {file}, {modelSigning}."),
    parents: optional(
      described(
        list(
          described(
            idOf("a release id"),
            "A release's id, as `disjoint release` prints it: 0x and 64 hexadecimal digits.",
          ),
        ),
        "Ids of the releases that the model was made from: fine-tuned, merged, distilled.",
      ),
    ),
    terms: described(LINE, "URI of the license and terms."),
  }),
  "The model: name, weights, terms, and parents if there are any.",
);
