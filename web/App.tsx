import { useEffect, useState } from "preact/hooks";
import { checkRegistry, loadConfig, loadRegistry } from "./data/source.ts";
import type { Loaded } from "./data/standing.ts";
import { LoadedProvider } from "./parts/context.ts";
import { Frame } from "./parts/Frame.tsx";
import { parseRoute, type Route } from "./parts/route.ts";
import { StandingNotice } from "./parts/StandingNotice.tsx";
import { t } from "./texts/texts.ts";
import { Certificate } from "./views/Certificate.tsx";
import { Failure } from "./views/Failure.tsx";
import { List } from "./views/List.tsx";
import { Lists } from "./views/Lists.tsx";
import { Missing } from "./views/Missing.tsx";
import { Release } from "./views/Release.tsx";
import { Releases } from "./views/Releases.tsx";
import { Risks } from "./views/Risks.tsx";
import { Sources } from "./views/Sources.tsx";
import { Start } from "./views/Start.tsx";
import { Vendor } from "./views/Vendor.tsx";
import { Vendors } from "./views/Vendors.tsx";

/** The page: what is read and compared once, and the view that the address names. */
export function App() {
  const route = useRoute();
  const loaded = useRegistry();
  if (loaded === null) return <p class="loading">{t.page.loading}</p>;
  if (!("registry" in loaded))
    return (
      <Frame route={route}>
        <Failure error={loaded.error} />
      </Frame>
    );
  return (
    <LoadedProvider value={loaded}>
      <Frame route={route}>
        <StandingNotice />
        <View key={location.hash.split("?")[0]} route={route} />
      </Frame>
    </LoadedProvider>
  );
}

function View({ route }: { route: Route }) {
  switch (route.view) {
    case "start":
      return <Start query={route.query} />;
    case "releases":
      return <Releases route={route} />;
    case "release":
      return <Release id={route.release} />;
    case "lists":
      return <Lists />;
    case "list":
      return <List id={route.list} />;
    case "vendors":
      return <Vendors />;
    case "vendor":
      return <Vendor id={route.vendor} />;
    case "certificate":
      return <Certificate release={route.release} list={route.list} />;
    case "risks":
      return <Risks />;
    case "sources":
      return <Sources />;
    case "missing":
      return <Missing />;
  }
}

function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return parseRoute(hash);
}

/** The registry as soon as the snapshot is read, and again once it is compared. */
function useRegistry(): Loaded | { error: unknown } | null {
  const [loaded, setLoaded] = useState<Loaded | { error: unknown } | null>(null);
  useEffect(() => {
    const load = async () => {
      const read = await loadRegistry(await loadConfig());
      setLoaded(read);
      setLoaded(await checkRegistry(read));
    };
    load().catch((error: unknown) => setLoaded({ error }));
  }, []);
  return loaded;
}
