import { deserialize, serialize } from "node:v8";
import { DisjointError, type ErrorCode, type ErrorKind } from "../../shared/errors.ts";
import type { JobKind } from "../engine/queue.ts";
import type { FleetKey } from "../key/key.ts";

/** Work for a fleet. `about`: names it for people; `payload`: plain data, perhaps secret. */
export type Job = { kind: JobKind; about: string; payload: object };

/** How a job ended: with plain data, or with an error that another try would not change. */
type JobResult = { value: object } | { error: { kind: ErrorKind; code: ErrorCode; message: string; hint: string } };

/**
 * The id of a job, as a UUID: a name of its content that says nothing about it without the key. Equal jobs have equal
 * ids, so that they are queued and done once.
 */
export function jobId(key: FleetKey, kind: JobKind, version: string, payload: Uint8Array): string {
  const hex = key.name("job", kind, version, payload);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** What a job's payload and result are sealed under: neither opens as the other, or as another job's. */
export const payloadLabel = (id: string): string => `payload/${id}`;
export const resultLabel = (id: string): string => `result/${id}`;

/** Plain data as bytes, the same for the same data: maps, sets, typed arrays and big integers included. */
export const encode = (data: object): Buffer => serialize(data);

export const decode = <T extends object>(bytes: Uint8Array): T => deserialize(bytes) as T;

export const encodeValue = (value: object): Buffer => encode({ value } satisfies JobResult);

export const encodeError = ({ kind, code, message, hint }: DisjointError): Buffer =>
  encode({ error: { kind, code, message, hint } } satisfies JobResult);

/** @throws the error of the job */
export function decodeResult<T extends object>(bytes: Uint8Array): T {
  const result = decode<JobResult>(bytes);
  if ("value" in result) return result.value as T;
  const { kind, code, message, hint } = result.error;
  throw new DisjointError(kind, code, message, hint);
}
