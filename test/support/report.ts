import { REPORT_FORMAT, type ReleaseReport } from "../../prover/release/report/report.ts";
import type { ShardCoverage } from "../../prover/shared/coverage.ts";

const PAIR = {
  shard: "books",
  commitment: "1234",
  list: "opt-outs",
  scheme: "sha256",
  listId: `0x${"ab".repeat(32)}`,
  epoch: 2,
  pages: 3,
  clean: 3,
  made: 1,
  reused: 2,
};

const FOUND = {
  shard: "books",
  file: "data/books.jsonl",
  row: 17,
  line: 17,
  list: "opt-outs",
  scheme: "sha256",
  page: 1,
  entry: 3,
  key: "0f".repeat(31),
  reason: "The Work",
};

/** 17 records whose keys begin alike. */
const CROWD = { bucketBits: 22, records: Array.from({ length: 17 }, (_, i) => ({ source: "a.jsonl", row: i + 1 })) };

const COVERAGE: ShardCoverage = {
  compared: [
    { scheme: "text", field: "text", records: 14, keys: 20, leftOut: [] },
    { scheme: "url", field: "url", records: 12, keys: 12, leftOut: [{ code: "source/not-text", count: 2 }] },
  ],
  notCompared: {
    fields: ["author", "title"],
    moreFields: false,
    files: [{ code: "source/housekeeping", count: 2 }],
    records: [{ code: "json/syntax", count: 3 }],
  },
};

export const CLEAN: ReleaseReport = {
  format: REPORT_FORMAT,
  tag: "v1.2.0",
  mode: "run",
  verdict: "clean",
  upTo: [],
  coverage: [PAIR, { ...PAIR, shard: "web", made: 3, reused: 0 }],
  shards: [
    { shard: "books", coverage: COVERAGE, passedOver: [".git/", "README.md"], crowds: [] },
    { shard: "web", coverage: null, passedOver: [], crowds: [CROWD] },
  ],
  findings: [],
  development: true,
  chainId: 31337,
  transactions: [{ hash: `0x${"cd".repeat(32)}`, what: "submitBatch", gasUsed: "345678" }],
  release: `0x${"ef".repeat(32)}`,
  evidence: { cid: "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi", path: "out/evidence" },
  started: "2026-01-02T03:04:05.678Z",
  seconds: [
    { stage: "commit", seconds: 1.25 },
    { stage: "prove", seconds: 10 },
  ],
};

export const OPEN: ReleaseReport = {
  ...CLEAN,
  verdict: "open",
  coverage: [PAIR, { ...PAIR, shard: "web", clean: 1 }],
  release: null,
  evidence: null,
};

/** What was registered is clean of the list as it was an epoch ago. */
export const BEHIND: ReleaseReport = {
  ...CLEAN,
  verdict: "behind",
  evidence: null,
  coverage: [{ ...PAIR, clean: 2 }],
  upTo: [{ list: "opt-outs", epoch: 1, of: 2, pagesBehind: 1, since: "2026-01-31T12:00:00Z" }],
};

/** Two copies of one work in lines, one work in a table, one in a compressed file, one elsewhere. */
export const DIRTY: ReleaseReport = {
  ...OPEN,
  verdict: "dirty",
  findings: [
    FOUND,
    { ...FOUND, row: 19, line: 19 },
    { ...FOUND, shard: "web", file: "data/pages.csv", row: 2, line: null, key: "aa".repeat(31), reason: "" },
    { ...FOUND, shard: "web", file: "/corpus/é #1%.jsonl.gz", line: null, key: "bb".repeat(31) },
    { ...FOUND, shard: "web", file: "s3://bucket/part 1", line: null, key: "cc".repeat(31) },
  ],
};

/** Everything that could break a line, a table, a tag, a command or a terminal. */
export const HOSTILE =
  "a\u001b[31m\r\n::error::x]]></failure><b>|`*_[x](https://e.org)@all\u2028\ud800\u0000\uffff%0A,:\"'&\u202e";

export const EVIL: ReleaseReport = {
  ...DIRTY,
  tag: HOSTILE,
  coverage: [{ ...PAIR, shard: HOSTILE, list: HOSTILE, clean: 0 }],
  findings: [{ ...FOUND, shard: HOSTILE, list: HOSTILE, file: HOSTILE, reason: HOSTILE }],
};
