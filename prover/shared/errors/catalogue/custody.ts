import { data, usage } from "./entry.ts";

/** Steps, lineages, signed outputs and storage. */
export const CUSTODY = {
  "custody/celestia-namespace": usage(
    "A namespace of Celestia is not one that an author can choose.",
    "Give 20 hexadecimal digits.",
  ),
  "custody/certificate": data(
    "A C2PA manifest cannot be signed with a certificate.",
    "Give certificates that C2PA allows, in PEM, the key's own first.",
  ),
  "custody/command-failed": data("The command of a step failed.", "Mend the command, and run the step again."),
  "custody/empty-folder": usage("A folder of a step has no files.", "Name a folder with files."),
  "custody/gateway": data("A gateway did not give a file.", "Ask another gateway."),
  "custody/has-manifest": data("An output has a C2PA manifest already.", "Give the output as it was before."),
  "custody/invalid": data("A document about a step or an output is malformed.", "Make it again."),
  "custody/known-key": usage("A key is in the list already.", "Make a new key."),
  "custody/material-changed": data("A material of a step changed while it ran.", "Run the step again."),
  "custody/media-type": data(
    "C2PA manifests are not embedded in files of this kind.",
    "Give a PNG, JPEG or WAV file, or keep the signature apart.",
  ),
  "custody/no-command": usage("A step has no command.", "Give the command after two dashes."),
  "custody/no-product": usage("A step has no product.", "Name at least one file that came out of it."),
  "custody/not-a-file": usage("A folder holds something that is neither file nor folder.", "Replace it by a file."),
  "custody/not-found": data("A file of a step, an output or terms cannot be read.", "Check the path."),
  "custody/open-token": usage("Others can read the token of a server.", "Restrict the file to its owner (mode 600)."),
  "custody/not-in-batch": data("An output is not in a batch.", "Give the digests of the batch that it is in."),
  "custody/other-content": data("A file is not the one that a manifest names.", "Download it again."),
  "custody/unknown-key": usage("A key is not in the list.", "Give the public key of one that is."),
  "custody/tracking-server": data(
    "A tracking server did not give a run.",
    "Check the address, the run's id and the token.",
  ),
};
