import { type Command, NOTHING_KEPT, READS_ONLY } from "./definition.ts";

/** Shells that completion is written for. */
const SHELLS = ["bash", "zsh", "fish"] as const;

export const help: Command = {
  name: "help",
  summary: "Show the help of a command",
  arguments: [
    {
      name: "COMMAND",
      meaning: "Words of a command, or the first of them.",
      example: "chain deploy",
      optional: true,
      repeatable: true,
    },
  ],
  options: [],
  examples: [["disjoint help chain deploy", "the same as `disjoint chain deploy --help`"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../help.ts")).runHelp,
};

export const explain: Command = {
  name: "explain",
  summary: "Explain an error code",
  details: "docs/errors.md explains all of them.",
  arguments: [{ name: "CODE", meaning: "The code that an error begins with.", example: "source/missing-column" }],
  options: [],
  examples: [["disjoint explain source/missing-column", "what the code means, and what to do"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../explain.ts")).runExplain,
};

export const version: Command = {
  name: "version",
  summary: "Print the version",
  arguments: [],
  options: [],
  examples: [["disjoint version", "the same as `disjoint --version`"]],
  interrupted: READS_ONLY,
  load: async () => (await import("../version.ts")).runVersion,
};

export const completion: Command = {
  name: "completion",
  summary: "Print a script that completes commands and options in a shell",
  arguments: [{ name: "SHELL", meaning: "The shell.", example: "bash", choices: SHELLS }],
  options: [],
  examples: [
    ["disjoint completion bash > ~/.local/share/bash-completion/completions/disjoint", "for bash"],
    ["disjoint completion zsh > ~/.zfunc/_disjoint", "for zsh, with ~/.zfunc on its fpath"],
    ["disjoint completion fish > ~/.config/fish/completions/disjoint.fish", "for fish"],
  ],
  interrupted: READS_ONLY,
  load: async () => (await import("../completion/run.ts")).runCompletion,
};

export const buildNative: Command = {
  name: "build-native",
  summary: "Compile the native code that makes proving several times faster",
  details: "A C++ compiler is needed. Without native code everything works, slower.",
  arguments: [],
  options: [],
  examples: [["disjoint build-native", "print the file that was built"]],
  interrupted: NOTHING_KEPT,
  load: async () => (await import("../buildNative.ts")).runBuildNative,
};
