import { listVendors } from "../../prover/registry.ts";
import { useLoaded } from "../parts/context.ts";
import { Id, Name } from "../parts/Name.tsx";
import { Page } from "../parts/Page.tsx";
import { linkTo } from "../parts/route.ts";
import { Time } from "../parts/Time.tsx";
import { t } from "../texts/texts.ts";

/** Where a reader begins. */
export function Start() {
  const { registry } = useLoaded();
  const { releases, lists } = registry.snapshot;
  return (
    <Page title={t.start.title}>
      <p class="lead">{t.start.lead}</p>
      <p>{t.start.counts(releases.length, lists.length, listVendors(registry).length)}</p>
      <h2>{t.start.newest}</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.release.model}</th>
              <th scope="col">{t.release.version}</th>
              <th scope="col">{t.release.vendor}</th>
              <th scope="col">{t.release.registered}</th>
            </tr>
          </thead>
          <tbody>
            {releases
              .slice(-8)
              .reverse()
              .map(({ release, model, version, vendor, time }) => (
                <tr key={release}>
                  <th scope="row">
                    <a href={linkTo.release(release)}>
                      <Name text={model} />
                    </a>
                  </th>
                  <td>
                    <Name text={version} />
                  </td>
                  <td>
                    <a href={linkTo.vendor(vendor)}>
                      <Id id={vendor} />
                    </a>
                  </td>
                  <td>
                    <Time seconds={time} />
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Page>
  );
}
