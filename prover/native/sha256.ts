import { type HashMessages, hashMessagesByNode } from "../shared/hashMessages.ts";
import { loadNative } from "./index.ts";

/** The fastest SHA-256 of many messages on this machine: the kernel's if it has been built. Both give equal results. */
export const loadHashMessages = (): HashMessages => loadNative()?.hashMessages ?? hashMessagesByNode;
