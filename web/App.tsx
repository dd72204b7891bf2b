import { useEffect, useErrorBoundary, useLayoutEffect, useRef, useState } from "preact/hooks";
import { chooseNodes } from "./data/nodes.ts";
import { checkRegistry, checkRelease, type Opened, withNodes } from "./data/source.ts";
import type { Loaded } from "./data/standing.ts";
import { type Shared, SharedProvider } from "./parts/context.ts";
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
import { Verify } from "./views/Verify.tsx";
import { Work } from "./views/Work.tsx";

/** The page: what is read and compared once, and the view that the address names. */
export function App({ opening }: { opening: Promise<Opened> }) {
  const route = useRoute();
  const shared = useRegistry(opening);
  if (shared === null)
    return (
      <main class="loading">
        <p role="status">{t.page.loading}</p>
      </main>
    );
  if ("error" in shared)
    return (
      <Frame route={route}>
        <Failure error={shared.error} />
      </Frame>
    );
  return (
    <SharedProvider value={shared}>
      <Frame route={route}>
        <StandingNotice />
        <View key={location.hash.split("?")[0]} route={route} />
      </Frame>
    </SharedProvider>
  );
}

function View({ route }: { route: Route }) {
  const [error] = useErrorBoundary();
  if (error !== undefined) return <Failure error={error} />;
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
    case "verify":
      return <Verify />;
    case "work":
      return <Work />;
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

/**
 * The registry as soon as the snapshot is read, and again once it is compared. An answer that comes after the reader
 * chose other nodes is dropped.
 */
function useRegistry(opening: Promise<Opened>): Shared | { error: unknown } | null {
  const [state, setState] = useState<Loaded | { error: unknown } | null>(null);
  const turn = useRef(0);
  const own = useRef<readonly string[]>([]);
  const compare = async (read: Loaded) => {
    const mine = ++turn.current;
    setState(read);
    const checked = await checkRegistry(read);
    if (mine === turn.current) setState(checked);
  };
  // At once, so that no failure is without a listener.
  useLayoutEffect(() => {
    const load = async () => {
      const { nodes, loaded } = await opening;
      own.current = nodes;
      await compare(loaded);
    };
    load().catch((error: unknown) => setState({ error }));
  }, [opening]);
  if (state === null || !("registry" in state)) return state;
  const ask = (nodes: readonly string[] | null) => {
    chooseNodes(nodes);
    void compare(withNodes(state, nodes ?? own.current));
  };
  const confirm = async (release: string) => {
    const mine = turn.current;
    const checked = await checkRelease(state, release);
    if (mine === turn.current) setState(checked);
  };
  return { loaded: state, ask, confirm };
}
