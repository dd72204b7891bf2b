import { certificate, disclose } from "./answers.ts";
import { anchorAdd, anchorDeploy, outputBatch, outputProve } from "./batch.ts";
import { blocklistBuild, blocklistOpen } from "./blocklist.ts";
import { chainCollectReceipts, chainIndex, chainPublish, chainRegister, chainSubmit } from "./chain.ts";
import { circuitAdmit, circuitPause, circuitPropose, circuitRevoke, circuitShow, circuitWithdraw } from "./circuit.ts";
import type { Command, Sections } from "./definition.ts";
import { chainDeploy, chainVerifyDeployment } from "./deploy.ts";
import { attestKey, attestResolver, attestSign, evidenceMake, offchainSign, offchainVerify } from "./evidence.ts";
import { fleetDrain, fleetKeyMake, fleetStatus, worker } from "./fleet.ts";
import { lineageShow, lineageVerify } from "./lineage.ts";
import { listAccept, listDrop, listGrant, listReview, listRevoke, listShow, listTransfer } from "./list.ts";
import { keysAdd, keysRevoke, outputSign, outputVerify } from "./output.ts";
import { buildNative, completion, explain, help, version } from "./program.ts";
import { chainLists, chainReleases, chainVendors, chainWatch, explore } from "./registry.ts";
import { init, release } from "./release.ts";
import { setupBeacon, setupBegin, setupContribute, setupPowers, setupVerify } from "./setup.ts";
import { stepImportMlflow, stepImportWandb, stepRun } from "./step.ts";
import { storageAnchor, storageFetch, storageVerify } from "./storage.ts";
import { termsCheck, termsDeploy, termsSet, termsShow } from "./terms.ts";
import { tokenClaim, tokenDeploy, tokenMint, tokenShow } from "./token.ts";
import { check, commit, prove } from "./vendor.ts";
import { status, verify } from "./verify.ts";

/** All commands, in the order of help, by the titles of their sections. */
export const SECTIONS: Sections = [
  ["A release in one command", [init, release]],
  ["Verification", [verify, status]],
  ["A release step by step", [commit, check, prove]],
  ["More machines than one", [worker, fleetKeyMake, fleetStatus, fleetDrain]],
  ["Answers about one work", [disclose, certificate]],
  ["Blocklists", [blocklistBuild, blocklistOpen]],
  [
    "The chain",
    [chainDeploy, chainVerifyDeployment, chainPublish, chainSubmit, chainRegister, chainIndex, chainCollectReceipts],
  ],
  ["What a registry says", [chainLists, chainReleases, chainVendors, chainWatch, explore]],
  ["Lists on the chain", [listShow, listGrant, listRevoke, listTransfer, listAccept, listReview, listDrop]],
  ["Circuits of a ledger", [circuitShow, circuitPropose, circuitWithdraw, circuitAdmit, circuitPause, circuitRevoke]],
  ["Signatures and evidence", [attestKey, attestSign, attestResolver, offchainSign, offchainVerify, evidenceMake]],
  ["Chain of custody", [stepRun, stepImportMlflow, stepImportWandb, lineageVerify, lineageShow]],
  [
    "Outputs of a release",
    [keysAdd, keysRevoke, outputSign, outputVerify, outputBatch, outputProve, anchorDeploy, anchorAdd],
  ],
  ["Royalties of a release", [tokenDeploy, tokenMint, tokenShow, tokenClaim]],
  ["Terms of a release", [termsDeploy, termsSet, termsShow, termsCheck]],
  ["Storage", [storageAnchor, storageVerify, storageFetch]],
  ["Trusted setup", [setupBegin, setupContribute, setupBeacon, setupVerify, setupPowers]],
  ["The program", [help, explain, version, completion, buildNative]],
];

/** All commands. */
export const COMMANDS: readonly Command[] = SECTIONS.flatMap(([, commands]) => commands);
