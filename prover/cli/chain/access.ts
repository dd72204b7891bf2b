import { NO_ROLES, type Roles } from "../../chain/deployment/deploy.ts";
import { usageError } from "../../shared/errors.ts";
import type { Values } from "../commands/definition.ts";
import { optional } from "../values.ts";
import { addressIn } from "./where.ts";

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
  throw usageError("cli/bad-option", `--delay ${text} must be a number of seconds`, "For example --delay 172800.");
}
