import { data, internal, usage } from "./entry.ts";

/** The command line, and what the operating system or SQLite refuses. */
export const PROGRAM = {
  "cli/arguments": usage("The arguments of a command are wrong.", "See the command's help."),
  "cli/bad-option": usage("An option has a bad value, or excludes another one.", "See the command's help."),
  "cli/internal-error": internal("The program has a defect; this is never a verdict.", "Report it with the output."),
  "cli/missing-option": usage("A required option is missing.", "See the command's help."),
  "cli/unknown-code": usage("The error code does not exist.", "Give the code that an error begins with."),
  "cli/unknown-command": usage("The command does not exist.", "See the list of commands."),
  "package/missing-peer": usage("An optional package is not installed.", "Install the packages that the error names."),
  "storage/busy": usage("Another process uses the file.", "Wait until it has ended."),
  "storage/damaged": data("A database file is damaged.", "Restore it from a backup, or remove it to start again."),
  "storage/failed": data("A database file cannot be read or written.", "Check the disk, and run again."),
  "storage/no-room": data("There is no room on the disk.", "Free some, and run again: what was whole is kept."),
  "storage/not-writable": data("A path cannot be written.", "Check its permissions and how the disk is mounted."),
  "storage/system": data("The operating system refused an operation.", "Check the path and its permissions."),
  "work/several-keys": usage("A work has several keys under the scheme.", "Ask about one key."),
};
