import { describe, expect, it } from "vitest";
import { robots, verdictOn } from "./support/verdict.ts";

describe("usage preferences", () => {
  it.each<[string[], string]>([
    [
      ["User-Agent: *", "Content-Signal: search=yes,ai-train=no", "Allow: /"],
      "robots.txt: Content-Signal: ai-train=no for *",
    ],
    [["User-Agent: *", "content-signal: AI-TRAIN = NO"], "robots.txt: Content-Signal: AI-TRAIN=NO for *"],
    [["User-Agent: *", "Content-Signal: search=no, ai-input=no, ai-train=yes"], ""],
    [
      ["User-Agent: *", "Content-Signal: ai-train=maybe"],
      "not decided: Content-Signal: ai-train=maybe is not understood",
    ],
    [["User-Agent: *", "Content-Signal: machines=no"], "not decided: Content-Signal: machines=no is not understood"],
    [["Content-Signal: ai-train=no"], "robots.txt: Content-Signal: ai-train=no for everyone"],
    [
      ["User-Agent: Googlebot", "Content-Signal: ai-train=no"],
      "not decided: Content-Signal: ai-train=no for googlebot",
    ],
    [["User-Agent: *", "Content-Usage: train-ai=n", "Allow: /"], "robots.txt: Content-Usage: train-ai=n for *"],
    [
      ["User-Agent: GPTBot", "Content-Usage: / train-ai=n;why=x, search=y"],
      "robots.txt: Content-Usage: / train-ai=n for gptbot",
    ],
    [["User-Agent: *", "Content-Usage: train-ai=n, train-ai=y"], ""],
    [
      ["User-Agent: *", "Content-Usage: train-ai=y", "Content-Usage: train-ai=n"],
      "robots.txt: Content-Usage: train-ai=n for *",
    ],
    [["User-Agent: *", "Content-Usage: train-ai"], "not decided: Content-Usage: train-ai= is not understood"],
    [["User-Agent: *", "Content-Usage: Train-AI=n"], "not decided: Content-Usage: Train-AI=n is not understood"],
    [
      ["User-Agent: *", "Content-Usage: train-ai=n", "Content-Usage: /ok/ train-ai=y"],
      "not decided: Content-Usage: train-ai=n for *, but not for /ok/",
    ],
    [
      ["User-Agent: *", "Content-Usage: /books/ train-ai=n"],
      "not decided: Content-Usage: /books/ train-ai=n for *, which is a part of the host",
    ],
    [["User-Agent: *", "Content-Usage: search=n"], ""],
    [["User-Agent: SomeBot", "Content-Usage: train-ai"], "not decided: Content-Usage: train-ai= is not understood"],
  ])("%j", (lines, verdict) => expect(robots(...lines)).toBe(verdict));
});

describe("tdmrep.json", () => {
  it.each<[string, string]>([
    ['[{"location": "/", "tdm-reservation": 1}]', "tdmrep.json: tdm-reservation 1 for /"],
    [
      '[{"location": "/*", "tdm-reservation": 1, "tdm-policy": "https://p.example"}]',
      "tdmrep.json: tdm-reservation 1 for /*",
    ],
    ['[{"location": "*", "tdm-reservation": "1"}]', "tdmrep.json: tdm-reservation 1 for *"],
    ['\ufeff[{"Location": "/", "tdm_reservation": true}]', "tdmrep.json: tdm-reservation 1 for /"],
    ['{"location": "https://host.example/", "TDM-Reservation": "True"}', "tdmrep.json: tdm-reservation 1 for /"],
    ['[{"location": "/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]', ""],
    [
      '[{"location": "/", "tdm-reservation": 1}, {"location": "/a", "tdm-reservation": 0}]',
      "tdmrep.json: tdm-reservation 1 for /",
    ],
    [
      '[{"location": "/a", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]',
      "not decided: tdm-reservation 1 for /, but not for /a",
    ],
    [
      '[{"location": "/a/*.pdf$", "tdm-reservation": 1}, {"location": "/", "tdm-reservation": 0}]',
      "not decided: tdm-reservation 1 in part: /a/*.pdf$",
    ],
    ['[{"location": "/", "tdm-reservation": "perhaps"}]', "not decided: the tdm-reservation of / is not understood"],
    ['[{"location": "/"}]', "not decided: the tdm-reservation of / is not understood"],
    ["[]", ""],
    ["{}", "could not be read: holds a rule without a location"],
    ["[1]", "could not be read: holds a rule without a location"],
    ["[", "could not be read: is no JSON (json/syntax)"],
    ["<html></html>", "could not be read: is a page and no tdmrep.json"],
  ])("%s", (content, verdict) => {
    expect(verdictOn("tdmrep.json", content)).toBe(verdict);
    expect(verdictOn(".well-known/tdmrep.json", content).replace(".well-known/", "")).toBe(verdict);
  });
});

describe("ai.txt", () => {
  it.each<[string, string]>([
    [
      "# Spawning AI\nUser-Agent: *\nDisallow: *.txt\nDisallow: *.jpg\nDisallow: /\nDisallow: *\n",
      "ai.txt: closed to *",
    ],
    ["User-Agent: *\nDisallow: *.jpg\nAllow: *.txt", "not decided: closed to * in part: *.jpg"],
    ["User-Agent: *\nAllow: /", ""],
    ["---\ntitle: What this app is\n---\n# Facts", "not decided: is not in the syntax of robots.txt"],
    ["# nothing\n", ""],
    ["<html>", "could not be read: is a page and no ai.txt"],
  ])("%j", (content, verdict) => expect(verdictOn("ai.txt", content)).toBe(verdict));
});
