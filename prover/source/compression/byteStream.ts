/** A stream of bytes with lookahead. */
export class ByteStream {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  #ended = false;
  /** Number of bytes taken so far. */
  offset = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes without taking them: `count` of them, or fewer at the end of the stream. */
  async peek(count: number): Promise<Uint8Array> {
    if (this.#rest.length < count && !this.#ended) await this.#fill(count);
    return this.#rest.subarray(0, count);
  }

  /** Takes the next `count` bytes, or fewer at the end. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = await this.peek(count);
    this.#rest = this.#rest.subarray(bytes.length);
    this.offset += bytes.length;
    return bytes;
  }

  /** The buffered bytes without taking them, at least one byte and at most `limit`. Empty only at the end. */
  async peekSome(limit: number): Promise<Uint8Array> {
    await this.peek(1);
    return this.#rest.subarray(0, limit);
  }

  async takeSome(limit: number): Promise<Uint8Array> {
    return this.take((await this.peekSome(limit)).length);
  }

  async atEnd(): Promise<boolean> {
    return (await this.peek(1)).length === 0;
  }

  /** All remaining bytes. */
  async *remaining(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = await this.takeSome(1 << 20);
      if (bytes.length === 0) return;
      yield bytes;
    }
  }

  async #fill(count: number): Promise<void> {
    const pieces = [this.#rest];
    for (let held = this.#rest.length; held < count; held += pieces.at(-1)!.length) {
      const { done, value } = await this.#chunks.next();
      this.#ended = done === true;
      if (done) break;
      pieces.push(value);
    }
    this.#rest = pieces.length === 2 && pieces[0]!.length === 0 ? pieces[1]! : Buffer.concat(pieces);
  }
}
