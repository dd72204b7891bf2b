import { NO_ROLES, type Roles } from "../../chain/deployment/deploy.ts";
import { usageError } from "../../shared/errors.ts";
import { optional, type Values } from "../command.ts";
import { addressIn } from "./where.ts";

/** Who may change the circuits of a ledger that is deployed: options that every deployment has. */
export const ROLES = "[--owner ADDRESS --delay SECONDS] [--guardian ADDRESS]";

export const ROLE_OPTIONS = {
  owner: { type: "string" },
  delay: { type: "string" },
  guardian: { type: "string" },
} as const;

/** @throws usage `cli/bad-option` */
export const parseRoles = (values: Values): Roles => ({
  owner: holder(values, "owner") ?? NO_ROLES.owner,
  delay: delayIn(values),
  guardian: holder(values, "guardian") ?? NO_ROLES.guardian,
});

const holder = (values: Values, option: string): string | undefined =>
  optional(values, option) === undefined ? undefined : addressIn(values, option);

function delayIn(values: Values): number {
  const text = optional(values, "delay") ?? String(NO_ROLES.delay);
  if (/^(0|[1-9][0-9]{0,9})$/.test(text)) return Number(text);
  throw usageError("cli/bad-option", `--delay ${text} is no number of seconds`, "For example --delay 172800.");
}
