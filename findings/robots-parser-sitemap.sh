#!/bin/sh
# robots-parser 3.0.1 (npm), seen on 2026-11-27: a Sitemap line between two user-agent lines ends the group, so that
# GPTBot is allowed to fetch what is closed to it. RFC 9309, 2.2.4: other records must not interfere; "a Sitemaps record
# MUST NOT terminate a group". Disjoint's reader (prover/blocklist/optouts/robots.ts) keeps the group. Fails if the
# behavior changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >npm.log
npm install --silent robots-parser@3.0.1 >>npm.log
cat >seen.mjs <<'END'
import parse from "robots-parser";
const host = "https://h.example";
const allows = (...lines) => parse(`${host}/robots.txt`, lines.join("\n")).isAllowed(`${host}/x`, "GPTBot");
const plain = allows("User-agent: GPTBot", "User-agent: CCBot", "Disallow: /");
const between = allows("User-agent: GPTBot", "Sitemap: https://h.example/s.xml", "User-agent: CCBot", "Disallow: /");
console.log(`robots-parser 3.0.1: GPTBot is allowed: ${plain}; with a Sitemap line in the group: ${between}`);
if (plain !== false || between !== true) process.exit(1);
END
node seen.mjs
