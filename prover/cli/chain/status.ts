import type { Registration, ShardStatus } from "../../chain/answers.ts";
import type { Chain } from "../../chain/connection.ts";
import type { Deployment } from "../../chain/deployment.ts";
import { type Moment, momentOf } from "../../chain/moment.ts";
import { type BorrowedShard, firstRegistration } from "../../chain/registrations.ts";
import { releaseStatus } from "../../chain/releases.ts";
import { isCleanNow, status } from "../../chain/status.ts";
import { parseField } from "../../shared/field.ts";
import { count } from "../../shared/words.ts";
import { type Command, exactly, type Outcome, type Values } from "../command.ts";
import { confirmationsIn, id, WHERE, WHERE_OPTIONS, withDeployment } from "./where.ts";

export const statusCommand: Command = {
  name: "status",
  summary: "Ask the chain how far a shard or a release is clean against a list; false unless up to its current epoch",
  usage: `COMMITMENT | --release RELEASE_ID --list LIST_ID [--confirmations N] ${WHERE}`,
  options: {
    ...WHERE_OPTIONS,
    list: { type: "string" },
    release: { type: "string" },
    confirmations: { type: "string" },
  },
  run: async ({ positionals, values }) => {
    const [text] = exactly(positionals, values.release === undefined ? ["COMMITMENT"] : []);
    const commitment = text === undefined ? undefined : parseField(text, "COMMITMENT");
    const confirmations = confirmationsIn(values);
    return withDeployment(values, async (chain, deployment) => {
      const moment = await momentOf(chain, confirmations);
      if (commitment === undefined) return statusOfRelease(chain, deployment, values, moment);
      const found = await status(chain, deployment, id(values, "list"), commitment, moment);
      const verdict = isCleanNow(found);
      const firstRegistered = await firstRegistration(chain, deployment, commitment, moment);
      const first = firstRegistered === null ? "registered by nobody" : `registered first by ${by(firstRegistered)}`;
      return {
        verdict,
        json: { ...found, commitment, firstRegistered, verdict },
        text: `${sentence(found, verdict)}\n${first}\n${readAt(moment)}`,
      };
    });
  },
};

async function statusOfRelease(chain: Chain, deployment: Deployment, values: Values, moment: Moment): Promise<Outcome> {
  const found = await releaseStatus(chain, deployment, id(values, "list"), id(values, "release"), moment);
  const verdict = isCleanNow(found);
  const epochs = `epoch ${found.cleanEpoch} of ${found.currentEpoch}`;
  const behind = `${count(found.lag, "page")} behind: shard ${found.shard} of release ${found.laggard}`;
  return {
    verdict,
    json: { ...found, verdict },
    text: [
      verdict ? `clean: ${epochs}` : `not clean: ${epochs}, ${behind}`,
      ...found.borrowed.map(notTheFirst),
      readAt(moment),
    ].join("\n"),
  };
}

function sentence({ cleanPages, cleanEpoch, pageCount, currentEpoch }: ShardStatus, verdict: boolean): string {
  const pages = `${Math.min(cleanPages, pageCount)} of ${count(pageCount, "page")}`;
  return `${verdict ? "clean" : "not clean"}: ${pages} accepted, epoch ${cleanEpoch} of ${currentEpoch}`;
}

/** Facts are about the data behind a commitment, whoever names it. */
const notTheFirst = ({ release, vendor, shard, first }: BorrowedShard): string =>
  `shard ${shard} of release ${release}, whose vendor is ${vendor}, was registered first by ${by(first)}`;

const by = ({ vendor, time }: Registration): string => `${vendor} at ${new Date(time * 1000).toISOString()}`;

const readAt = ({ number, hash, time }: Moment): string =>
  `read at block ${number} ${hash} of ${new Date(time * 1000).toISOString()}`;
