import { QUEUE_ADDRESS } from "../../fleet/coordinator/address.ts";
import { object } from "../../shared/shape/object.ts";
import { described, either, text } from "../../shared/shape/shape.ts";
import { PATH } from "./fields.ts";

const QUEUE_FILE = object({
  file: described(PATH, "A file with the address on one line, mode 0600."),
});

const QUEUE = text(QUEUE_ADDRESS, "local, or an address of PostgreSQL without a password");

/** A fleet that commits and proves. */
export const FLEET = described(
  object({
    queue: described(
      either([QUEUE, QUEUE_FILE], (value) => (value !== null && typeof value === "object" ? QUEUE_FILE : QUEUE)),
      "The address of the PostgreSQL database of the queue without a password, {file} that holds one with it, or " +
        "local: the same jobs inside this process.",
    ),
    storage: described(PATH, "The folder that all members of the fleet can reach, or s3://BUCKET/PREFIX."),
    key: described(PATH, "The file of the fleet's key, mode 0600; `disjoint fleet key FILE` makes one."),
  }),
  "A fleet of workers that does the work: queue, storage and key. Left out: this process does it.",
);
