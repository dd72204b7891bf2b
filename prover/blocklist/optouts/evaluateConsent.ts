import type { Json } from "../../shared/json.ts";
import { type Finding, reserved, undecided, unreadable } from "./finding.ts";

/** The uses of ERC-7517 that are training, and under which other name each is permitted with authorship disclosed. */
const TRAINING = {
  aiTraining: "aiTrainingWithAuthorship",
  aiGenerativeTraining: "aiGenerativeTrainingWithAuthorship",
} as const;

const WITH_AUTHORSHIP: readonly string[] = Object.values(TRAINING);

type Preference = { [use: string]: Json };

/**
 * What a `dataMiningPreference` (ERC-7517) says about training. A use that is not allowed, with authorship disclosed or
 * without, reserves the asset, because a list does not know for which kind of model it will be used. A use that is
 * constrained, or allowed only with authorship disclosed, is not decided: the license says under which conditions.
 * `aiInference` is no training.
 */
export function evaluateConsent(metadata: Json): Finding | undefined {
  if (!isObject(metadata)) return unreadable("is no metadata of an asset");
  const preference = metadata.dataMiningPreference;
  if (preference === undefined) return undefined;
  if (!isObject(preference)) return unreadable("has a dataMiningPreference that is no object");
  const refused = [...Object.keys(TRAINING), ...WITH_AUTHORSHIP].filter((use) => preference[use] === "notAllowed");
  const open = Object.entries(preference).filter(([use, value]) => use !== "aiInference" && value !== "allowed");
  const whole = refused.find((use) => !isAllowedWithAuthorship(use, preference));
  if (whole !== undefined) return reserved(`${whole}: notAllowed`);
  if (open.length === 0) return undefined;
  return undecided(open.map(([use, value]) => `${use}: ${JSON.stringify(value)}`.slice(0, 80)).join(", "));
}

function isAllowedWithAuthorship(use: string, preference: Preference): boolean {
  const other = (TRAINING as Record<string, string>)[use];
  return other !== undefined && (preference[other] === "allowed" || preference[other] === "constrained");
}

export const isObject = (value: Json | undefined): value is Preference =>
  typeof value === "object" && value !== null && !Array.isArray(value);
