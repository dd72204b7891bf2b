import { data, usage } from "./entry.ts";

const JSON_HINT = "Correct the document, or write it with a tool that follows RFC 8259 in UTF-8.";

/** Strict JSON, numbers of the field, and what the schemes make of records. */
export const TEXT = {
  "json/byte-order-mark": data("A JSON document starts with a byte order mark.", JSON_HINT),
  "json/duplicate-key": data("An object of a JSON document repeats a key.", JSON_HINT),
  "json/lone-surrogate": data("A string of a JSON document holds half a surrogate pair.", JSON_HINT),
  "json/not-utf8": data("A JSON document is not valid UTF-8.", JSON_HINT),
  "json/syntax": data("A document is not JSON.", JSON_HINT),
  "json/too-deep": data("A JSON document is nested too deeply.", JSON_HINT),
  "field/not-canonical": data(
    "A value is not a canonical decimal below the field order.",
    "Write it in decimal, without sign, leading zero or exponent, reduced below the order.",
  ),
  "fingerprint/bad-digest": data("A value is not a digest of the scheme.", "Write it in hexadecimal or in base64."),
  "fingerprint/bad-key": data("A value is not a key.", "A key is 62 lower-case hexadecimal digits and not 0."),
  "fingerprint/bad-repo": data("A value is not a repository.", "Write owner/name, an owner, or a repository's URL."),
  "fingerprint/bad-url": data(
    "A value is not a web address.",
    "Write an http or https URL, or a host name for domain.",
  ),
  "fingerprint/no-words": data("A text holds no word to recognize it by.", "Leave it out."),
  "fingerprint/not-a-digest": usage("The scheme has no digests.", "Give the works, or use a digest scheme."),
  "fingerprint/not-utf8": data("A text is not valid UTF-8.", "Convert it, or leave the record out."),
  "fingerprint/too-large": data("A record is too large for a scheme that needs it whole.", "Raise the limit."),
  "fingerprint/unknown-scheme": usage("The scheme does not exist.", "Choose one of the known schemes."),
  "fingerprint/zero-key": data("The key of a value is 0.", "Leave the record out, and report it."),
};
