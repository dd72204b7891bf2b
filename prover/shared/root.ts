import { fileURLToPath } from "node:url";

/** Root of the project: what is generated lies under build/ in it. */
export const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));
