import { readCard } from "./card.ts";
import { readCroissant } from "./croissant.ts";

/**
 * The file list from a folder's description, if there is one.
 *
 * @throws data `source/bad-croissant`, `source/bad-card`
 */
export const isDescribed = (folder: string): boolean => (readCroissant(folder) ?? readCard(folder)) !== undefined;
