import { useEffect, useState } from "preact/hooks";
import { messageOf } from "../data/errors.ts";
import { DropZone } from "../files/DropZone.tsx";
import type { PickedFile } from "../files/picked.ts";
import { useLoaded } from "../parts/context.ts";
import { Name } from "../parts/Name.tsx";
import { quotedForShell } from "../parts/words.ts";
import { t } from "../texts/texts.ts";
import type { Made } from "./certificate.ts";
import type { FoundEntry } from "./search.ts";

type Failed = Exclude<Made, { state: "made" }> | { state: "failed"; problem: string };
type State = { state: "idle" } | { state: "making" } | Extract<Made, { state: "made" }> | Failed;

/** Where a release's evidence pack is given, and the certificate that the release excludes the work. */
export function CertificateMaker({ list, entry: { key, open } }: { list: string; entry: FoundEntry }) {
  const { registry } = useLoaded();
  const [made, setMade] = useState<State>({ state: "idle" });
  if (open === null)
    return (
      <>
        <h4>{t.work.certificate}</h4>
        <p>{t.work.confidentialList}</p>
        <Command value={key} />
      </>
    );
  const make = async (file: PickedFile) => {
    setMade({ state: "making" });
    const [{ makeCertificate }, pack] = await Promise.all([import("./certificate.ts"), file.bytes()]);
    setMade(makeCertificate(registry, list, open, pack));
  };
  const take = ([file]: PickedFile[]) => {
    if (file !== undefined) make(file).catch((error) => setMade({ state: "failed", problem: messageOf(error) }));
  };
  return (
    <div class="no-print">
      <h4>{t.work.certificate}</h4>
      <p>{t.work.certificateLead}</p>
      <DropZone label={t.work.dropPack} file={t.work.choosePack} take={take} />
      <div aria-live="polite">
        <Result made={made} value={key} list={`${open.listing.blocklist.name}=${list}`} />
      </div>
    </div>
  );
}

function Result({ made, value, list }: { made: State; value: string; list: string }) {
  if (made.state === "idle") return null;
  if (made.state === "making") return <p>{t.work.making}</p>;
  if (made.state === "made") return <Download made={made} value={value} list={list} />;
  return (
    <>
      <p role="alert">{t.work.notMade(problemOf(made))}</p>
      {made.state === "accumulator" && <Command value={value} />}
    </>
  );
}

function problemOf(made: Failed): string {
  if (made.state === "false") return t.work.certificateFails(made.failed.name, made.failed.detail ?? "");
  if ("problem" in made) return made.problem;
  return made.state === "accumulator" ? t.work.accumulatorExclusion : t.work.noExclusion;
}

type DownloadProps = { made: Extract<Made, { state: "made" }>; value: string; list: string };

function Download({ made, value, list }: DownloadProps) {
  const { file, model, version, hasChain } = made;
  const [address, setAddress] = useState("");
  useEffect(() => {
    const own = URL.createObjectURL(new Blob([file], { type: "application/json" }));
    setAddress(own);
    return () => URL.revokeObjectURL(own);
  }, [file]);
  return (
    <>
      <p>
        <strong>
          {t.work.certificateIsTrue} <Name text={model} /> <Name text={version} />
        </strong>
        . {hasChain ? t.work.withChain : t.work.withoutChain}
      </p>
      <p>
        <a href={address} download="certificate.json">
          {t.work.download}
        </a>
      </p>
      <p>{t.work.verifyCertificate}</p>
      <pre>
        {[
          `disjoint verify certificate.json --list LIST --key ${value}`,
          ...(hasChain ? [`--deployment DEPLOYMENT.json --list-id ${quotedForShell(list)}`] : []),
        ].join(" \\\n  ")}
      </pre>
    </>
  );
}

/** The command that makes a certificate with a proof. */
const Command = ({ value }: { value: string }) => (
  <pre>{`disjoint certificate --list LIST --key ${value} --pack PACK --out certificate.json`}</pre>
);
