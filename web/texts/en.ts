import { describeState, type RegistryState } from "../../prover/registry.ts";
import type { CaughtUp } from "../data/catchUp.ts";
import { STALE_DAYS } from "../data/risks.ts";
import type { Standing } from "../data/standing.ts";

const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

const STATES: Record<RegistryState, string> = {
  unknown: "unknown",
  "never-proved": "never proved",
  behind: "behind",
  clean: "clean",
  "development-key": "development key",
};

const STANDINGS: Record<Standing, { title: string; text: string }> = {
  "no-node": {
    title: "Not compared with any node",
    text: "Everything below is what the snapshot says. Nobody has checked it here: name a node to compare it with.",
  },
  comparing: {
    title: "Being compared with the nodes",
    text: "Until they have answered, everything below is only what the snapshot says.",
  },
  "no-answer": {
    title: "No node answered for the snapshot's block",
    text: "Nothing was compared. Everything below is only what the snapshot says.",
  },
  "off-chain": {
    title: "The snapshot is not of this chain",
    text: "The node does not have the snapshot's block. Do not rely on anything below.",
  },
  disagree: {
    title: "The nodes disagree",
    text: "At least one of them is wrong. Do not rely on anything below until they say the same.",
  },
  differs: {
    title: "The contracts say something else",
    text: "The snapshot is out of date or wrong. Do not rely on anything below without reading the differences.",
  },
  agrees: {
    title: "Compared with the contracts, no difference",
    text: "Names of lists, schemes and reasons were not compared, and neither was whether anything is left out.",
  },
};

/** The page in English. Functions are sentences with a value in them. */
export const en = {
  page: {
    title: "Disjoint registry",
    titleOf: (view: string) => `${view} · Disjoint registry`,
    skip: "Skip to the content",
    navigation: "Views",
    loading: "Reading the snapshot…",
    foot: "A static page without server, cookies or trackers. It asks nobody but the nodes named under Sources.",
    missing: "There is no such view",
    missingText: "The address may be cut off, or it is of another registry.",
    home: "To the start",
  },
  failure: {
    title: "There is nothing to show",
    unreachable: (address: string, detail: string) =>
      `${address} cannot be read${detail === "" ? "" : ` (${detail})`}.`,
    invalid: (address: string, detail: string) => `${address} is not valid: ${detail}.`,
    other: (detail: string) => `The registry cannot be read: ${detail}.`,
    hint: "The page needs config.json and the snapshot that it names beside it.",
  },
  nav: {
    start: "Start",
    releases: "Releases",
    lists: "Lists",
    vendors: "Vendors",
    risks: "Risks",
    sources: "Sources",
    verify: "Verify",
    work: "My work",
  },
  name: {
    empty: "without a name",
    cut: (n: number) => `… and ${count(n, "more character")}`,
    outside: "(another site)",
  },
  standing: {
    ...STANDINGS,
    label: "What this page rests on",
    caughtUp: (caughtUp: CaughtUp | null) => {
      if (caughtUp === null) return "No node gave its events, so nothing newer than the snapshot is known.";
      const { events, isRebuilt } = caughtUp;
      if (isRebuilt)
        return `The chain was reorganized after the snapshot: ${count(events, "event")} were read again from a node.`;
      return events === 0 ? "" : `Read from the nodes after the snapshot: ${count(events, "event")}.`;
    },
    compared: (n: number, answered: number, nodes: number) =>
      answered === nodes
        ? `${count(n, "value")} compared with ${count(nodes, "node")}.`
        : `${count(n, "value")} compared with ${answered} of ${count(nodes, "node")}: the others gave no answer.`,
    block: (chain: number, block: string, age: string) => `Chain ${chain}, block ${block}, ${age}.`,
    more: "What was compared and what was not",
  },
  state: {
    ...STATES,
    unknownKey: "key of unknown origin",
    unconfirmed: "not confirmed",
    cleanUpTo: (epoch: number) => `clean up to epoch ${epoch}`,
    behindBy: (epochs: number) => `behind by ${epochs}`,
    /** The whole sentence, the same as on the command line. */
    sentence: describeState,
  },
  more: {
    show: "Show more",
    rows: "Show more rows",
    shown: (shown: number, total: number) => `${shown} of ${total.toLocaleString("en")} are shown.`,
  },
  block: {
    asOf: (chain: number, block: string) => `All of this as of chain ${chain}, block ${block}`,
    block: (block: string) => `in block ${block}`,
  },
  start: {
    title: "Who is clean, against what, since when",
    lead:
      "Vendors prove that a training set contains nothing from a published list, without showing the training set. " +
      "This is the register of those proofs.",
    search: "Search the register",
    searchHint: "by model, vendor, address, weights digest, CID, list or id",
    found: (n: number) => (n === 0 ? "Nothing found." : `${count(n, "result")}.`),
    counts: (releases: number, lists: number, vendors: number) =>
      `${count(releases, "release")}, ${count(vendors, "vendor")}, ${count(lists, "list")}.`,
    newest: "Newest releases",
    allReleases: "All releases against all lists",
    stale: "Behind their lists",
    nothingStale: "No release that was proved against a list is behind it.",
  },
  risk: {
    title: "Risks",
    lead: "What a reader should know before relying on any verdict here.",
    inShort: "Know this first",
    all: "All risks, and what no proof says",
    none: "The registry itself shows none of the risks that this page looks for.",
    developmentKeys: {
      short: (n: number) => `${count(n, "development key")}: proofs that count can be forged.`,
      text: "Proofs of these keys count although no ceremony made them. Their makers can forge a proof of anything.",
    },
    unknownKeys: {
      short: (n: number) => `${count(n, "key")} of unknown origin: proofs that count may be forged.`,
      text: "The deployment file does not name these keys, so nobody can say whether a ceremony made them.",
    },
    paused: {
      short: (n: number) => `${count(n, "circuit")} paused by the guardian.`,
      text: "The ledger takes no new proofs of these circuits. What they proved before still counts.",
    },
    revoked: {
      short: (n: number) => `${count(n, "circuit")} revoked by the guardian.`,
      text: "Nothing that these circuits proved counts any more.",
    },
    equalNames: {
      short: (n: number) => `${count(n, "list")} with a name that another list has too.`,
      text: "Anyone may publish a list under any name. Compare the id and the owner, not the name.",
    },
    noReviewers: {
      short: (n: number) => `${count(n, "list")} without reviewers.`,
      text: "What the owner or a publisher of these lists appends counts at once and for good.",
    },
    ownReviewer: {
      short: (n: number) => `${count(n, "list")} reviewed by nobody but its owner.`,
      text: "The only reviewer is the owner's own account, so nobody else has to agree.",
    },
    stale: {
      short: (n: number) => `${count(n, "list")} without a new epoch for ${STALE_DAYS} days.`,
      text: "A release can be clean up to the current epoch of such a list and still be clean of old works only.",
    },
    noEpoch: {
      short: (n: number) => `${count(n, "list")} without an epoch that counts.`,
      text: "Nothing can be proved against these lists yet.",
    },
    unconfirmed: {
      short: (n: number) => `${count(n, "list")} with epochs that wait for their reviewers.`,
      text: "The pages of these epochs are public, but nothing can be proved against them before they count.",
    },
    changingOwner: {
      short: (n: number) => `${count(n, "list")} about to change hands.`,
      text: "The owner of these lists has named a next one, who has not accepted yet.",
    },
  },
  limits: {
    title: "What is not proved",
    each: [
      "That the committed data is what the model was trained on. The vendor declares it and can no longer exchange it.",
      "That no altered copy is present. A scheme recognizes what it recognizes: equal bytes, or equal normalized text.",
      "That the list is complete, or that its publisher is who its name says.",
      "That a vendor's address belongs to a company. An address is all that a chain knows.",
      "Anything at all, where a key was made for development: its maker can forge proofs.",
    ],
  },
  circuit: {
    all: "Circuits and powers of tau of the ledger",
    circuit: "Circuit",
    kind: "For",
    status: "Status",
    setup: "Key from",
    reason: "Reason, in the guardian's words",
    powers: "powers of tau",
    pages: (entries: number) => `pages of ${count(entries, "entry", "entries")}`,
    statuses: { active: "active", paused: "paused", revoked: "revoked" },
    setups: { ceremony: "a ceremony", development: "a development setup", unknown: "an unknown origin" },
  },
  matrix: {
    title: "Releases against lists",
    lead: "Every cell is a verdict and leads to its certificate. The newest releases come first.",
    filter: "Model, version, vendor or weights",
    list: "List",
    anyList: "All lists",
    state: "State",
    anyState: "Any state",
    found: (shown: number, hasMore: boolean, all: number) =>
      hasMore ? `The first ${shown} of at most ${count(all, "release")}.` : `${count(shown, "release")}.`,
    epochs: (clean: number, current: number) => `${clean} of ${count(current, "epoch")}`,
    since: (date: string) => `behind since ${date}`,
  },
  verdict: {
    verdict: "Verdict",
    since: "Not proved since",
    never: "all is proved",
    certificate: "Certificate",
    pages: "Pages",
    pagesOf: (clean: number, all: number) =>
      `${clean.toLocaleString("en")} of ${count(all, "page")} excluded by proofs that count`,
    lagging: "Fewest by",
    laggingOf: "of release",
  },
  release: {
    titleOf: (model: string, version: string) => `${model} ${version}`,
    missing: "The registry has no such release",
    none: "None.",
    release: "Release",
    id: "Release id",
    model: "Model",
    version: "Version",
    vendor: "Vendor",
    by: "by",
    weights: "Weights (SHA-256)",
    registered: "Registered",
    terms: "Terms",
    verdicts: "Against the lists",
    verdictsLead:
      "Lists that something is proved against come first. Never proved does not mean that something was found.",
    freshness: "Freshness over time",
    forged:
      "The id of this release is not the hash of what the snapshot says of it. Its model, version, weights, shards, " +
      "parents or terms are not what the vendor registered.",
    forgedTitle: "Do not rely on this release",
    shards: "Shards",
    shardsLead: "Each shard is a part of the training set behind a commitment. Its schemes are the vendor's statement.",
    parents: "Parents",
    parentsLead: "A release is no cleaner than what it was made from. Parents are below their children.",
    graph: "Graph of the release and its parents; the table below says the same",
    against: "State against",
    noParents: "None: the vendor names no release that this one was made from.",
    partOfParents: (n: number) => `Only ${n} of them are shown.`,
    evidence: "Evidence",
    noEvidence: "The vendor has published no evidence pack.",
    evidenceLead: "Evidence packs that the vendor published, by content identifier, the newest first.",
  },
  shard: {
    commitment: "Commitment",
    schemes: "Schemes",
    first: "Registered first by",
    time: "At",
    manifest: "Manifest",
    unknown: "nobody",
    another: "another vendor",
  },
  list: {
    all: "Lists",
    lead: "Anyone may publish a list under any name. The owner and the reviewers decide what is on it.",
    none: "The registry has no lists.",
    titleOf: (name: string) => `List ${name}`,
    missing: "The registry has no such list",
    list: "List",
    id: "List id",
    name: "Name",
    owner: "Owner",
    ofOwner: "of owner",
    othersOfName: "Lists of equal name",
    noOthers: "none",
    nextOwner: "Next owner, not accepted yet",
    reviewers: "Reviewers",
    noReviewers: "None: what is appended counts at once",
    publishers: "Publishers",
    ownerOnly: "The owner only",
    terms: "An epoch counts",
    scheme: "Scheme",
    epochs: "Epochs",
    pages: "Pages",
    current: "Current epoch",
    size: (epoch: number, pages: string) => (epoch === 0 ? "none" : `epoch ${epoch}, ${pages} pages in all`),
    noEpoch: "no epoch yet",
    review: (threshold: number, reviewers: number) =>
      reviewers === 0 ? "without review" : `after ${threshold} of ${count(reviewers, "reviewer")}`,
    equalName: (others: number) => (others === 1 ? "equal name" : `equal name on ${others} others`),
    equalNameTitle: "Equal name",
    equalNameText: "Other lists are called the same. Compare the id and the owner, not the name.",
    releases: "Releases proved against it",
    states: (clean: number, behind: number, never: number) =>
      `By proofs that count, ${count(clean, "release")} clean up to the current epoch, ${behind} behind, ` +
      `${never} never proved.`,
    nothingProved: "Nothing is proved against this list.",
    showNeverProved: "Show those that were never proved",
    growth: "Growth",
    growthOf: "Pages over time",
  },
  epoch: {
    epoch: "Epoch",
    published: "Published",
    counts: "Counts",
    confirmed: "yes",
    waiting: "not yet: waits for its reviewers",
    added: "Pages added",
    accumulators: "Accumulators",
    kinds: { whole: "of the whole list", added: "of what was added" },
    content: "Document's SHA-256",
    document: "Document",
  },
  vendor: {
    all: "Vendors",
    lead: "A vendor is an address. Nobody has checked here which company, if any, it belongs to.",
    titleOf: (address: string) => `Vendor ${address}`,
    missing: "The registry has no such vendor",
    address: "Address",
    models: "Models",
    moreModels: (n: number) => `and ${n} more`,
    since: "First registration",
    verdicts: "Against the lists",
    nothingProved: "Nothing is proved of these releases.",
  },
  certificate: {
    titleOf: (statement: string) => `Certificate: ${statement}`,
    statement: (release: string, list: string) => `${release} against ${list}`,
    about: "What it is about",
    code: "QR code of this certificate's link",
    link: "The newest state of this certificate:",
    print: "Print",
  },
  feed: {
    feed: "Feed",
    atom: "Atom feed",
    none: "none was written with the snapshot",
  },
  work: {
    title: "My work",
    lead:
      "Is a work of yours on a published list, and which releases were proved to exclude it? It is fingerprinted " +
      "here, in your browser, by every scheme that fits. Neither the work nor its fingerprints leave this page.",
    requests:
      "The files of the lists are read whole from the folder of this page, whatever the work is, so nobody can tell " +
      "from the requests what you look for.",
    text: "A text, or the address of a work",
    search: "Search the lists",
    drop: "Or drop a file of the work here",
    chooseFile: "Choose the file",
    lists: "Lists of your own: drop folders of published lists here",
    chooseLists: "Choose a folder of lists",
    taken: (n: number) => `${count(n, "list")} of the registry taken.`,
    unknown: "No list of the registry has this root document:",
    searching: "Searching…",
    failed: (problem: string) => `The search failed, so it says nothing: ${problem}`,
    found: (entries: number, lists: number) =>
      `Found: ${count(entries, "entry", "entries")} on ${count(lists, "list")}`,
    notFound: (searched: number, all: number) =>
      `Not found on the ${count(searched, "list")} that could be searched, of ${all} in the registry`,
    nothing: (all: number) => `Nothing was searched: none of the ${count(all, "list")} could be read and compared`,
    entry: (page: number, epoch: number) => `page ${page}, on the list since epoch ${epoch}`,
    key: "Key",
    label: "The publisher's label",
    excluded: (n: number) => `Proved to exclude it: ${count(n, "release")}`,
    notProved: (n: number) => `Not proved to exclude it: ${count(n, "release")}. That does not mean that they hold it`,
    published: (epoch: number) =>
      `Proofs are about what the chain has up to epoch ${epoch}: digests of pages, or accumulators. That those are ` +
      "of the published entries is what the list's publisher says; they are not compared here. `disjoint verify` " +
      "computes them again.",
    searched: "Searched",
    notSearched: "Not searched",
    fromPages: (epoch: number, of: number, entries: string) =>
      `all ${entries} entries up to epoch ${epoch} of ${of} were compared`,
    later: (n: number) => `; ${count(n, "later epoch")} not`,
    states: {
      "not-at-hand": "its files are not at hand",
      "other-list": "the files are of no confirmed epoch of this list",
      confidential: "its entries are not published",
    },
    damaged: (problem: string) => `its files are damaged: ${problem}`,
    notComparable: (scheme: string, problem: string) => `the work has no key of its scheme ${scheme}: ${problem}`,
    schemes: "Schemes",
    scheme: "Scheme",
    keys: "Keys, or why there is none",
    print: "Print",
    certificate: "Certificate",
    certificateLead:
      "A certificate is one file for this work: its page of the list, and a release's proofs that it excludes that " +
      "page. It is made here from the release's evidence pack, and checked before you can download it. It shows all " +
      "entries of the page, which are published. Nothing is sent.",
    dropPack: "Drop the evidence pack of a release here",
    choosePack: "Choose the pack",
    making: "Making and checking the certificate…",
    notMade: (problem: string) => `There is no certificate: ${problem}`,
    certificateFails: (name: string, detail: string) => `it would be false, because ${name}: ${detail}`,
    noExclusion: "this pack does not prove that its release excludes the page",
    accumulatorExclusion:
      "a shard of this release has an accumulator. That the work is an entry behind the list's accumulator is shown " +
      "by a point that takes the powers of tau to compute, which this page does not have. The command line has them:",
    confidentialList:
      "A certificate would show all entries of the page, and this list does not publish them. The command line " +
      "proves the entry instead, with the list:",
    certificateIsTrue: "True: the certificate of",
    download: "Download the certificate",
    withChain: "It shows the blocks in which the contracts of this registry recorded that.",
    withoutChain: "It names no chain: that the release is registered, and when, is not in it.",
    verifyCertificate:
      "This command verifies it. LIST is the folder of the list, and the circuits are trusted " +
      "as those of the installed artifacts:",
  },
  pack: {
    title: "Verify an evidence pack",
    lead:
      "Every proof in the pack is verified here, in your browser, by the same verifier as on the command line. " +
      "The pack is sent nowhere.",
    anyRelease: "It may be of any release of this registry.",
    ofRelease: "The pack has to be of this release.",
    signer: "The signer's public key (Ed25519, 64 hexadecimal digits)",
    signerHint: "From the vendor, by a way that you trust. A pack whose signer you do not name is false.",
    badSigner: "A public key has 64 hexadecimal digits.",
    drop: "Drop the evidence pack here: the .car file, or its folder",
    chooseFile: "Choose the .car file",
    chooseFolder: "Choose the folder",
    running: (share: number) => `Verifying: ${Math.round(100 * share)} % done`,
    opening: "Reading the pack…",
    cancel: "Cancel",
    cancelled: "Cancelled. There is no verdict.",
    notAPack: "false: this is not an evidence pack, or it is damaged.",
    notAPackHint: "Give the .car file, or the folder with statement.dsse.json in it, as the vendor published it.",
    failed: (problem: string) => `The verifier failed, so there is no verdict: ${problem}`,
    outcome: {
      true: "true: every check passed",
      behind: "behind: true of an earlier epoch, and the list has grown since",
      false: "false: a check failed",
    },
    outcomeFalse: (failed: number, all: number) => `false: ${failed} of ${count(all, "check")} failed`,
    first: "The first check that fails",
    should: "What should hold",
    found: "What is wrong",
    hint: "What to do",
    hints: {
      signature: "Ask the vendor for the public key, and compare it with the one above.",
      growth: "Ask the vendor for evidence about the newest epoch of the list.",
      chain: "Ask the vendor which chain and contracts the pack is about, and compare with those under Sources.",
      list: "The registry has no such list with this root document. Ask the vendor which list it is.",
      release: "Ask the vendor for the pack of this release.",
      other: "Do not rely on the pack. Get it again from the vendor, and report it if it is the same.",
    },
    checks: (n: number) => `All ${count(n, "check")}`,
    check: "Check",
    result: "Result",
    passed: "passed",
    notPassed: "failed",
    compared: "What was compared",
    notCompared: "What was not",
    comparedList: (epoch: number) => `epoch ${epoch} of`,
    comparedBlocks: "The blocks that the pack names, with the nodes.",
    lineage: "From the weights to the shards",
    step: "Step",
    made: "Made",
    madeFrom: "From",
    noSigner: "no trusted key",
    shard: "shard",
    code: "code",
    comparedSteps: (n: number, root: string) =>
      `${count(n, "signed step")} from the weights to the shards: signatures, materials and products; root ${root}.`,
    comparedContracts: "Contracts, circuits, shards and the release, with this registry.",
    notConfirmed: "Contracts, circuits and verdicts with a node: they are what the snapshot of this registry says.",
    unknownList: "is in the pack, and no list of this registry has its root document.",
    noBlocks: "That the blocks are of this chain is stated only: no node confirmed them.",
    noChain: "The pack refers to no chain: nothing in it says what a ledger accepted.",
    noSteps: "That the weights were made from these shards is stated only: the pack has no signed steps.",
    stepsOnly: "That each command read nothing but what its step names: the signer of the step says so.",
    pagesOnly: "Lists are known by their root documents. Their entries were not read.",
    otherLists: "Every other list of the registry: the pack proves nothing about it.",
    parents: (n: number) => `The data of ${count(n, "parent")}: the pack covers none of it.`,
    published: "The vendor published this pack on the chain.",
    notPublished: "That the vendor published this pack: its content identifier is not on the chain.",
    development: "The keys of some circuits are not known to come from a ceremony: their makers can forge all of this.",
    cid: "Content identifier",
    signedBy: "Signed by",
    command: "The same in a terminal",
  },
  plot: {
    nothing: "There is nothing to plot.",
    described: (title: string) => `Plot: ${title}. The table below says the same.`,
    table: "The same as a table",
    solid: "solid",
    dashed: "dashed",
    time: "From",
    line: "Line",
    value: "Value",
    freshnessLead: "Epochs of each list by the date they were published, and those that the proofs cover today.",
    historyLead: "Epochs of each list by the date they were published, and those that proofs covered, over time.",
    read: "Read from the node when the proofs came",
    reading: "Reading events…",
    failed: "The events cannot be read:",
    covered: "covered by proofs",
    epochs: "epochs of the list",
    against: (list: string) => `Against ${list}`,
  },
  sources: {
    title: "Sources",
    snapshot: "Snapshot",
    file: "File",
    chain: "Chain",
    block: "Block",
    hash: "Block hash",
    time: "Time of the block",
    events: "Events it is made from",
    blocklists: "Lists contract",
    ledger: "Ledger contract",
    releases: "Releases contract",
    nodes: "Nodes",
    noNodes: "None is named, so nothing was compared.",
    choose: "Compare with nodes of your own choice. Their addresses stay in this browser.",
    nodeNumber: (n: number) => (n === 1 ? "First node" : "Second node"),
    ask: "Compare with these nodes",
    forget: "Go back to the page's own nodes",
    notANode: "A node's address begins with https://, or with http://localhost or http://127.0.0.1.",
    failed: "It gave no answer that can be used:",
    answer: (compared: number, differences: number, block: string) =>
      `${count(compared, "value")} compared after block ${block}, ${count(differences, "difference")}.`,
    differences: "Differences",
    what: "What",
    inSnapshot: "Snapshot",
    inContract: "Contract",
    compared: "What is compared with the nodes",
    comparedEach: [
      "The snapshot's block: whether it is part of the chain.",
      "The number of circuits and the status of each.",
      "Owner, next owner, number of epochs, current epoch and number of pages of every list.",
      "Vendor, time and status against every list: of the newest releases, and of one whose page is shown.",
      "Without a node: model, version, weights, shards, parents and terms of a release, because its id is their hash.",
    ],
    notCompared: "What is not",
    notComparedEach: [
      "Whether a list or a release is left out: the contracts have no list of them.",
      "Names of lists, schemes of shards, addresses of documents and reasons.",
      "Whether a key comes from a ceremony: the deployment file says so, not the chain.",
      "The proofs themselves. The ledger verified them; an evidence pack lets anyone do it again.",
    ],
  },
};
