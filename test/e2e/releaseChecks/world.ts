import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { CheckResult } from "../../../prover/release/checks/checklist.ts";
import { loadConfig } from "../../../prover/release/config/load.ts";
import { runRelease } from "../../../prover/release/release.ts";
import { type Chain, developmentAccount, openChain } from "../../../prover/rpc/connection.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { errorOf } from "../../support/errors.ts";
import { type Rule, startProvider } from "../../support/provider.ts";
import { makeReleaseScene, type ReleaseScene } from "../../support/releaseScene.ts";

const MODES = ["plan-only", "dry-run", "run"] as const;

/** A configuration as its file has it. */
export type Fields = Record<string, unknown> & {
  chain: Record<string, unknown>;
  blocklists: Record<string, unknown>[];
};

/** A vendor's folder and a chain on which all checks of a release pass, and configurations with which one fails. */
export class ReleaseWorld {
  readonly folder: string;
  readonly chain: Chain;
  /** The checks that failed alone so far, each with its code. */
  readonly seen = new Set<string>();
  readonly #scene: ReleaseScene;
  readonly #remove: () => Promise<void>;
  #cases = 0;

  private constructor(scene: ReleaseScene, chain: Chain, remove: () => Promise<void>) {
    this.folder = scene.folder;
    this.chain = chain;
    this.#scene = scene;
    this.#remove = remove;
  }

  static async open(): Promise<ReleaseWorld> {
    const { path: folder, remove } = await temporaryFolder();
    const circuits = ["exclusion_16x60"];
    const sizes = { shards: { web: 30 }, entries: 17, pageSize: 16, circuits } as const;
    // No shard has an accumulator, but the list, the ledger and the configuration are ready for it.
    const scene = await makeReleaseScene({ folder, ...sizes, accumulators: ["none"] });
    return new ReleaseWorld(scene, await openChain({ rpc: scene.anvil.url }), remove);
  }

  async close(): Promise<void> {
    await this.chain.close();
    await this.#scene.stop();
    await this.#remove();
  }

  /** The scene's configuration with something changed and an output folder of its own, in a new file. */
  async configured(change: (config: Fields) => unknown): Promise<{ file: string; output: string }> {
    const config = JSON.parse(await readFile(join(this.folder, "disjoint.config.json"), "utf8")) as Fields;
    config.output = `out-${this.#cases++}`;
    await change(config);
    const file = join(this.folder, `case-${this.#cases}.json`);
    await writeFile(file, JSON.stringify(config));
    return { file, output: join(this.folder, String(config.output)) };
  }

  /** How many transactions the vendor has sent. */
  sent(): Promise<number> {
    return this.chain.provider.getTransactionCount(developmentAccount(0).address);
  }

  /** Ends with one check that is wrong, in this way, and the others well or not made. In no mode anything is sent. */
  async expectAlone(name: string, code: string, file: string, options: object = {}): Promise<void> {
    const before = await this.sent();
    for (const mode of MODES) {
      const config = await loadConfig(file);
      const error = await errorOf(() => runRelease(config, { tag: "v1", mode, ...options }));
      expect(error.code, error.message).toBe(code);
      const wrong = (error.details.checks as CheckResult[]).filter(({ ok }) => ok === false);
      expect(wrong).toMatchObject([{ name, code, says: expect.stringMatching(/./), hint: expect.stringMatching(/./) }]);
    }
    expect(await this.sent()).toBe(before);
    this.seen.add(`${name} ${code}`);
  }

  /** Puts a provider with a rule in front of the scene's node. */
  async behind(config: Fields, rule: Rule): Promise<void> {
    const provider = await startProvider(this.#scene.anvil.url, rule);
    onTestFinished(() => provider.stop());
    config.chain.rpc = provider.url.replace(/\/\/.*@/, "//");
  }

  async keyOf({ privateKey }: { privateKey: string }): Promise<string> {
    await writeFile(join(this.folder, `key-${this.#cases}`), privateKey, { mode: 0o600 });
    return `key-${this.#cases}`;
  }

  async deploymentWith(changes: object): Promise<string> {
    const path = `deployment-${this.#cases}.json`;
    const deployment = JSON.parse(await readFile(join(this.folder, "deployment.json"), "utf8"));
    await writeFile(join(this.folder, path), JSON.stringify({ ...deployment, ...changes }));
    return path;
  }
}

/** A provider that refuses some requests. */
export const refusing = (isMeant: (method: string, params: unknown[]) => boolean): Rule => ({
  one: ({ method, params }) =>
    isMeant(method, params) ? { error: { code: -32000, message: "not on this plan" } } : undefined,
});

export const expectNothing = (output: string): void => expect(existsSync(output)).toBe(false);
