import { publishBlocklist } from "../../prover/chain/lists/publish.ts";
import type { ListId, ReleaseId } from "../../prover/shared/ids.ts";
import { someList, somePages } from "./chain.ts";
import { openRegistryScene } from "./registryScene.ts";
import { circuitIdOf, keyOfTrapdoor, OTHER_TRAPDOOR } from "./simulator.ts";

/** What strangers may call a list or a release so that a careless page runs, shows or follows it: 20 attempts. */
export const INJECTIONS: readonly string[] = [
  "<img src=x onerror=window.hit=1>",
  "<script>window.hit=1</script>",
  '"><svg onload=window.hit=1>',
  "</title><script>window.hit=1</script>",
  "javascript:window.hit=1",
  "JaVaScRiPt:window.hit=1//https://example.org",
  "data:text/html,<script>window.hit=1</script>",
  "vbscript:window.hit=1",
  'https://example.org/" onmouseover="window.hit=1',
  "https://example.org/'><script>window.hit=1</script>",
  "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
  "<math><mtext><style><img src=x onerror=window.hit=1></style></mtext></math>",
  "<a href=javascript:window.hit=1>clean up to epoch 9</a>",
  "<style>.behind{display:none}</style>",
  "<base href=https://attacker.example/><link rel=stylesheet href=x>",
  "<form action=https://attacker.example/><button autofocus onfocus=window.hit=1>",
  "\u202eevil\u202c",
  "{{window.hit=1}} [(window.hit=1)] <%= window.hit=1 %>",
  "&lt;img src=x onerror=window.hit=1&gt; &#x202e;",
  "a".repeat(500),
];

const pages = somePages(4, 7_000, 16);

/** A scheme has at most so many bytes on a chain. */
const MOST_OF_SCHEME = 31;

/** Lists and releases on a chain whose every text is one of the attempts: name, scheme, terms, addresses, reason. */
export async function openStrangersWorld() {
  const scene = await openRegistryScene();
  const { chain, deployment } = scene;
  const lists: ListId[] = [];
  const releases: ReleaseId[] = [];
  for (const [i, text] of INJECTIONS.entries()) {
    const { config, ...list } = someList(pages.slice(0, 2), text);
    const scheme = Buffer.from(text).subarray(0, MOST_OF_SCHEME).toString("utf8");
    lists.push((await publishBlocklist(chain, deployment, { ...list, config: { ...config, scheme }, uri: text })).list);
    const commitment = BigInt(100 + i);
    const parents = releases.slice(-1);
    releases.push(await scene.register(i % 4, text, text, [commitment], { parents, terms: text, uri: text }));
    await scene.prove(lists[i]!, commitment, 0, 1 + (i % 2));
  }
  await scene.call("Ledger", "pause", circuitIdOf(keyOfTrapdoor(OTHER_TRAPDOOR)), INJECTIONS[0]);
  return { ...scene, lists, releases };
}

export type StrangersWorld = Awaited<ReturnType<typeof openStrangersWorld>>;
