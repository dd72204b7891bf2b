import { useRef, useState } from "preact/hooks";
import type { SnapshotRelease } from "../../prover/registry.ts";
import { appendAll } from "../../prover/shared/collections.ts";
import type { Check } from "../../prover/verify.ts";
import { messageOf } from "../data/errors.ts";
import { DropZone } from "../files/DropZone.tsx";
import type { PickedFile } from "../files/picked.ts";
import { useLoaded } from "../parts/context.ts";
import { t } from "../texts/texts.ts";
import { CheckTable } from "./CheckTable.tsx";
import { checkPack } from "./checkPack.ts";
import { FirstFailure } from "./FirstFailure.tsx";
import { PackResult } from "./PackResult.tsx";
import type { VerifiedPack } from "./verification.ts";

type Progress = { checks: readonly Check[]; share: number };
type State =
  | { kind: "idle" }
  | { kind: "running"; progress: Progress }
  | { kind: "verified"; pack: VerifiedPack }
  | { kind: "not-a-pack" }
  | { kind: "none"; problem: string };

const SIGNER = /^[0-9a-f]{64}$/;

/** Where a pack is dropped and verified. `release`: the one that it has to be of. */
export function PackCheck({ release }: { release?: SnapshotRelease }) {
  const loaded = useLoaded();
  const [signer, setSigner] = useState("");
  const [state, setState] = useState<State>({ kind: "idle" });
  const running = useRef(new AbortController());
  const key = signer.trim().toLowerCase();
  const signers = SIGNER.test(key) ? [{ name: "signer", publicKey: key }] : [];
  const take = (files: PickedFile[]) => {
    running.current.abort();
    const controller = new AbortController();
    running.current = controller;
    const show = (next: State) => controller === running.current && setState(next);
    const progress: { checks: Check[]; share: number } = { checks: [], share: 0 };
    show({ kind: "running", progress });
    const onChecks = (checks: readonly Check[], share: number) => {
      appendAll(progress.checks, checks);
      progress.share = share;
      show({ kind: "running", progress: { ...progress } });
    };
    checkPack(files, { loaded, signers, release }, onChecks, controller.signal).then(
      (pack) => show(pack === undefined ? { kind: "not-a-pack" } : { kind: "verified", pack }),
      (error: unknown) =>
        show({
          kind: "none",
          problem: controller.signal.aborted ? t.pack.cancelled : t.pack.failed(messageOf(error)),
        }),
    );
  };
  return (
    <section aria-label={t.pack.title}>
      <p>
        {t.pack.lead} {release === undefined ? t.pack.anyRelease : t.pack.ofRelease}
      </p>
      <p>
        <label>
          {t.pack.signer} <span class="muted small">{t.pack.signerHint}</span>
          <br />
          <input
            class="wide"
            value={signer}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={key !== "" && signers.length === 0}
            onInput={({ currentTarget }) => setSigner(currentTarget.value)}
          />
        </label>
        {key !== "" && signers.length === 0 && <span role="alert"> {t.pack.badSigner}</span>}
      </p>
      <DropZone label={t.pack.drop} file={t.pack.chooseFile} folder={t.pack.chooseFolder} take={take} />
      <div aria-live="polite">
        {state.kind === "running" && <Running {...state.progress} cancel={() => running.current.abort()} />}
        {state.kind === "not-a-pack" && (
          <div class="notice danger">
            <p>
              <strong>{t.pack.notAPack}</strong>
            </p>
            <p>{t.pack.notAPackHint}</p>
          </div>
        )}
        {state.kind === "none" && <p>{state.problem}</p>}
        {state.kind === "verified" && <PackResult pack={state.pack} loaded={loaded} release={release} />}
      </div>
    </section>
  );
}

function Running({ checks, share, cancel }: Progress & { cancel: () => void }) {
  const text = checks.length === 0 ? t.pack.opening : t.pack.running(share);
  return (
    <>
      <p>
        <progress value={share} max={1} aria-label={text} /> {text}{" "}
        <button type="button" onClick={cancel}>
          {t.pack.cancel}
        </button>
      </p>
      <FirstFailure checks={checks} />
      <CheckTable checks={checks} />
    </>
  );
}
