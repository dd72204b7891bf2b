/** The parts of snarkjs 0.7.6 that are used. The package has no types. */
declare module "snarkjs" {
  type Logger = Record<"debug" | "info" | "warn" | "error", (message: string) => void>;
  /** A path, or a file in memory whose bytes appear in `data`. */
  type FileLike = string | { type: "mem"; data?: Uint8Array };

  export const curves: {
    /** With `singleThread` it starts no worker and `tm.code` holds the bytes of its WebAssembly module. */
    getCurveFromName(
      name: "bn128",
      options?: { singleThread?: boolean },
    ): Promise<{
      tm: { code: Uint8Array; initalPFree: number; pG1gen: number; pG2gen: number };
      terminate(): Promise<void>;
    }>;
  };
  export const wtns: {
    calculate(input: unknown, wasm: string | Uint8Array, wtns: FileLike, options?: unknown): Promise<void>;
    check(r1cs: string, wtns: FileLike, logger?: Logger): Promise<boolean>;
  };
  export const groth16: {
    prove(
      zkey: FileLike,
      wtns: FileLike,
      logger?: Logger,
      options?: { singleThread?: boolean },
    ): Promise<{ proof: unknown; publicSignals: string[] }>;
    verify(key: unknown, publicSignals: unknown, proof: unknown, logger?: Logger): Promise<boolean>;
  };
  export const zKey: {
    newZKey(r1cs: string, ptau: string, zkey: string, logger?: Logger): Promise<Uint8Array | -1>;
    contribute(from: string, to: string, name: string, entropy: string, logger?: Logger): Promise<Uint8Array>;
    beacon(
      from: string,
      to: string,
      name: string,
      beaconHash: string,
      iterationsExponent: number,
      logger?: Logger,
    ): Promise<Uint8Array | false>;
    verifyFromR1cs(r1cs: string, ptau: string, zkey: string, logger?: Logger): Promise<boolean>;
    exportVerificationKey(zkey: string, logger?: Logger): Promise<Record<string, unknown>>;
  };
}
