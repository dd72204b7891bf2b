/** Builds the registry's page into build/web: one folder that any file server can serve, under any path. */
import { buildWeb } from "./web/build.ts";

await buildWeb();
