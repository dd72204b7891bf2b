import type { Command } from "../command.ts";
import { circuitCommands } from "./circuit.ts";
import { deployCommand } from "./deploy.ts";
import { indexCommand } from "./events.ts";
import { listCommands } from "./list.ts";
import { publishCommand } from "./publish.ts";
import { receiptsCommand } from "./receipts.ts";
import { releaseCommand } from "./release.ts";
import { submitCommand } from "./submit.ts";
import { verifyDeploymentCommand } from "./verifyDeployment.ts";

export const chainCommands: readonly Command[] = [
  deployCommand,
  verifyDeploymentCommand,
  publishCommand,
  submitCommand,
  releaseCommand,
  indexCommand,
  receiptsCommand,
  ...listCommands,
  ...circuitCommands,
];
