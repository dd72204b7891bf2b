import {
  busyWith,
  type ClaimedJob,
  JOB_KINDS,
  MOST_RETRIES,
  type Outcome,
  type Queue,
  type QueuedJob,
} from "./queue.ts";

type Held = { job: ClaimedJob; state: "waiting" | "active" | "completed" | "failed"; outcome?: Outcome };

/**
 * The queue inside one process: what runs where there is no server. It forgets everything when the process ends, which
 * loses nothing, because finished proofs and parts are in the output folder.
 */
export function openLocalQueue(): Queue {
  const jobs = new Map<string, Held>();
  const busy = new Set<string>();
  /** What is held as the given attempt, and no later one. */
  const heldAs = ({ id, attempt }: ClaimedJob): Held | undefined => {
    const found = jobs.get(id);
    return found?.state === "active" && found.job.attempt === attempt ? found : undefined;
  };
  const end = (held: Held | undefined, state: "completed" | "failed", outcome: Outcome) => {
    if (held !== undefined) Object.assign(held, { state, outcome });
  };
  return {
    isShared: false,
    join: async () => {},
    leave: async () => {},
    async add(added: readonly QueuedJob[], { version, key }) {
      for (const job of added)
        if (!jobs.has(job.id)) jobs.set(job.id, { job: { ...job, version, key, attempt: 0 }, state: "waiting" });
    },
    async claim(kinds, most) {
      const free = jobs.values().filter(({ job, state }) => state === "waiting" && kinds.includes(job.kind));
      return [...free.take(most)].map((held) => {
        held.state = "active";
        return held.job;
      });
    },
    touch: async () => {},
    async complete(done, result) {
      for (const job of done) end(heldAs(job), "completed", { id: job.id, result });
    },
    async handBack(job, why) {
      const held = heldAs(job);
      if (held === undefined) return;
      held.job = { ...job, attempt: job.attempt + 1 };
      held.state = "waiting";
      if (held.job.attempt > MOST_RETRIES) end(held, "failed", { id: job.id, failure: why });
    },
    outcomes: async (_, ids) => ids.flatMap((id) => jobs.get(id)?.outcome ?? []),
    async forget(_, ids) {
      for (const id of ids) jobs.delete(id);
    },
    async clear() {
      const { size } = jobs;
      jobs.clear();
      return size;
    },
    async status() {
      const count = (kind: string, state: Held["state"]) =>
        jobs.values().reduce((sum, held) => sum + (held.job.kind === kind && held.state === state ? 1 : 0), 0);
      const countsOf = (kind: (typeof JOB_KINDS)[number]) => ({
        kind,
        waiting: count(kind, "waiting"),
        active: count(kind, "active"),
        completed: count(kind, "completed"),
        failed: count(kind, "failed"),
      });
      return { jobs: JOB_KINDS.map(countsOf), members: [] };
    },
    async exclusively(name, work) {
      if (busy.has(name)) throw busyWith(name);
      busy.add(name);
      try {
        return await work();
      } finally {
        busy.delete(name);
      }
    },
    close: async () => {},
  };
}
