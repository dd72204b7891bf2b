import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { warcRecord } from "../../support/formats.ts";
import type { Case } from "./corpus.ts";

const INFO = warcRecord(["WARC-Type: warcinfo"], "software: sample\r\n");
const page = (header: string[], block: string | Uint8Array) =>
  warcRecord(["WARC-Type: conversion", "WARC-Target-URI: https://one.example/a", ...header], block);
const response = (http: string) =>
  warcRecord(
    [
      "WARC-Type: response",
      "WARC-Target-URI: <https://one.example/a>",
      "Content-Type: application/http; msgtype=response",
    ],
    http,
  );
const SHA1 = createHash("sha1").update("a page").digest("hex");
const REQUEST = warcRecord(["WARC-Type: request", "WARC-Target-URI: https://one.example/a"], "GET / HTTP/1.1\r\n\r\n");
const replaced = (bytes: Buffer, from: string, to: string) =>
  Buffer.from(bytes.toString("latin1").replace(from, to), "latin1");

/** Files of web crawls: their pages, what is passed over, and what is refused. */
export function warcs(): Case[] {
  const plain = Buffer.concat([INFO, page([], "a page"), page([], "two\r\n\r\nWARC/1.0\r\n")]);
  const cases: [string, Uint8Array, string[] | string, string?][] = [
    ["plain.warc.wet", plain, ["a page", "two\r\n\r\nWARC/1.0\r\n"]],
    ["url.warc.wet", plain, ["https://one.example/a", "https://one.example/a"], "url"],
    ["members.warc.wet.gz", Buffer.concat([gzipSync(INFO), gzipSync(page([], "a page"))]), ["a page"]],
    ["other-field.warc", plain, "source/missing-column", "text"],
    [
      "response.warc",
      Buffer.concat([REQUEST, response("HTTP/1.1 200 OK\r\nA: b\r\n\r\nhtml\r\n\r\n")]),
      ["html\r\n\r\n"],
    ],
    ["response-url.warc", response("HTTP/1.1 200 OK\r\n\r\nhtml"), ["https://one.example/a"], "url"],
    [
      "response-chunked.warc",
      response("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"),
      ["source/encoded-body"],
    ],
    ["response-gzip.warc", response("HTTP/1.1 200 OK\r\ncontent-encoding:gzip\r\n\r\nx"), ["source/encoded-body"]],
    ["response-identity.warc", response("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n\r\nx"), ["x"]],
    ["response-not-http.warc", response("x"), ["source/bad-http"]],
    ["resource.warc", replaced(page([], "x"), "conversion", "resource"), ["x"]],
    ["revisit-only.warc", replaced(page([], "x"), "conversion", "revisit"), "source/no-records"],
    ["unknown-type.warc", replaced(page([], "x"), "conversion", "other"), ["source/warc-type"]],
    ["segment.warc", page(["WARC-Segment-Number: 1"], "x"), ["source/warc-segment"]],
    ["digest-hex.warc", page([`WARC-Block-Digest: sha1:${SHA1}`], "a page"), ["a page"]],
    ["digest-base32.warc", page(["WARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"], ""), [""]],
    ["digest-wrong.warc", page([`WARC-Block-Digest: sha1:${SHA1}`], "a pagf"), ["source/bad-digest"]],
    ["digest-unknown.warc", page(["WARC-Block-Digest: crc:1"], "a page"), ["a page"]],
    ["folded-header.warc", page(["X-Other: a\r\n b"], "a page"), ["a page"]],
    ["length-twice.warc", page(["content-length: 6"], "a page"), "source/bad-warc"],
    ["length-short.warc", replaced(page([], "a page"), "Length: 6", "Length: 5"), "source/bad-warc"],
    ["length-long.warc", replaced(page([], "a page"), "Length: 6", "Length: 99"), "source/truncated"],
    ["length-negative.warc", replaced(page([], "a page"), "Length: 6", "Length: -6"), "source/bad-warc"],
    ["no-type.warc", warcRecord([], "x"), "source/bad-warc"],
    ["other-version.warc", replaced(page([], "x"), "WARC/1.0", "WARC/9.0"), "source/bad-warc"],
    ["cut-in-header.warc", plain.subarray(0, 30), "source/truncated"],
    ["cut-at-the-end.warc", plain.subarray(0, -2), "source/truncated"],
    ["garbage-after.warc", Buffer.concat([plain, Buffer.from("x")]), "source/bad-warc"],
    ["line-feeds.warc", replaced(INFO, "WARC/1.0\r\n", "WARC/1.0\n"), "source/bad-warc"],
    ["large.warc", Buffer.concat([page([], "x".repeat(2_000_000)), page([], "b")]), ["source/row-too-large", "b"]],
    ["empty.warc", new Uint8Array(0), []],
  ];
  return cases.map(([name, bytes, verdict, field = "body"]) => ({ name, bytes, verdict, field }));
}
