/** A place where objects are kept under names. Any call may fail and be repeated. */
export type Storage = {
  /** The object, or undefined if there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Writes the whole object or nothing. */
  write(name: string, content: Uint8Array): Promise<void>;
  /** Removes the object, if it is there. */
  remove(name: string): Promise<void>;
  /** The names of all objects. */
  names(): AsyncIterable<string>;
};
