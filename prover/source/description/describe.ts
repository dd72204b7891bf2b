import { readCard } from "./card.ts";
import { readCroissant } from "./croissant.ts";

/**
 * Whether a folder's description says which of its files are the dataset's.
 *
 * @throws data `source/bad-croissant`, `source/bad-card`
 */
export const isDescribed = (folder: string): boolean => (readCroissant(folder) ?? readCard(folder)) !== undefined;
