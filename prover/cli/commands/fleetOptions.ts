import type { Option } from "./definition.ts";

// Where a fleet is.

export const queue: Option = {
  name: "queue",
  value: "URL",
  meaning:
    "Address of the PostgreSQL database of a fleet's queue, without a password, or @FILE for a file (mode 0600) that " +
    "holds it. PGPASSFILE and PostgreSQL's other variables are read.",
  example: "postgres://disjoint@db.example.org/disjoint",
};

export const storage: Option = {
  name: "storage",
  value: "ADDRESS",
  meaning: "Folder that all members of the fleet can reach, or s3://BUCKET/PREFIX.",
  example: "s3://disjoint-fleet/jobs",
};

export const fleetKey: Option = {
  name: "fleet-key",
  value: "FILE",
  meaning: "File (mode 0600) with the key of the fleet, made by `disjoint fleet key`.",
  example: "fleet.key",
};
