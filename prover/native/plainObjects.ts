import type { ReadPlainObjects } from "../shared/plainObjects.ts";
import { loadNative } from "./index.ts";

/** The kernel's reader of many lines of JSON, if it has been built. Without it, the source's own reads line by line. */
export const loadReadPlainObjects = (): ReadPlainObjects | undefined => loadNative()?.readPlainObjects;
