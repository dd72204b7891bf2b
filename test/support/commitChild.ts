import { commitShard } from "../../prover/commitment/commit.ts";
import { circomlibPoseidon } from "../../prover/shared/poseidon.ts";

// A process that commits and can be killed: the options as JSON in its one argument.
await commitShard({ ...JSON.parse(process.argv[2]!), poseidon: await circomlibPoseidon() });
