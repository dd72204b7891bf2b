import { NODE_ADDRESS } from "../../rpc/node/address.ts";
import { object, oneKindOf, optional } from "../../shared/shape/object.ts";
import { described, either, type Infer, integer, mapped, type Shape, text } from "../../shared/shape/shape.ts";
import { PATH, SECRET } from "./fields.ts";

/** The file or secret that holds an address. */
export const ADDRESS_SOURCE = oneKindOf({
  file: described(
    object({ file: described(PATH, "A file with the node's address on one line, mode 0600.") }),
    "A file with the address on one line, mode 0600.",
  ),
  secret: described(
    object({
      secret: described(
        SECRET,
        "The name of a file in /run/secrets, or in the folder that CREDENTIALS_DIRECTORY names.",
      ),
    }),
    "A file with the address in the environment's mount of secrets.",
  ),
});

const ADDRESS = described(
  text(NODE_ADDRESS, "an https address, an http address of this machine, {file} or {secret}"),
  "The address of a node: https, or http on this machine.",
);

const NODE = either([ADDRESS, ADDRESS_SOURCE], (value) =>
  value !== null && typeof value === "object" ? ADDRESS_SOURCE : ADDRESS,
);

const SIGNER = oneKindOf({
  keyFile: described(
    object({ keyFile: described(PATH, "A file with the private key as 64 hexadecimal digits, mode 0600.") }),
    "A file with 64 hexadecimal digits, mode 0600.",
  ),
  keystore: described(
    object({
      keystore: described(PATH, "A key file in the encrypted JSON format of Ethereum wallets (version 3)."),
      passwordFile: described(PATH, "A file with the keystore's password on one line, mode 0600."),
    }),
    "An encrypted key file and its password.",
  ),
  secret: described(
    object({
      secret: described(
        SECRET,
        "Name of a file in the environment's mount of secrets: the folder that CREDENTIALS_DIRECTORY names, else " +
          "/run/secrets.",
      ),
    }),
    "A secret of the environment.",
  ),
});

const DEPLOYMENT = described(PATH, "The file that `disjoint chain deploy` wrote.");
const CONFIRMATIONS = optional(
  described(integer(0, 10_000), "Blocks on top of an acceptance before it counts; 0 if left out."),
);

const RPC = described(
  NODE,
  "The address of a node, or {file} or {secret} that holds it: an address with a key in it is a secret.",
);
const VERIFY_RPC = optional(
  described(
    NODE,
    "The address of another node, or {file} or {secret} that holds it; both must give the same answer to everything " +
      "that a verdict depends on.",
  ),
);
const AFTER = {
  deployment: DEPLOYMENT,
  signer: described(
    SIGNER,
    "Where the signer's key is, one of: {keyFile}, {keystore, passwordFile}, {secret}. Never the key itself.",
  ),
  chainId: optional(
    described(
      integer(1, Number.MAX_SAFE_INTEGER),
      "The id of the chain that the nodes must be of; the deployment's file says it as well.",
    ),
  ),
  confirmations: CONFIRMATIONS,
};

const NODES = object({ rpc: RPC, verifyRpc: VERIFY_RPC, ...AFTER });

/** The first version has another name for the quorum node. */
const FIRST_NODES = mapped(object({ rpc: RPC, witness: VERIFY_RPC, ...AFTER }), ({ witness, ...chain }) =>
  witness === undefined ? chain : { ...chain, verifyRpc: witness },
);

const EMBEDDED = described(
  object({
    state: described(PATH, "The folder of an embedded chain."),
    deployment: optional(DEPLOYMENT),
    confirmations: CONFIRMATIONS,
  }),
  "A chain inside this process, for trials.",
);

function chainOf(nodes: Shape<Infer<typeof NODES>>, verifyRpc: string) {
  const withNodes = described(nodes, "A chain with nodes.");
  return described(
    either<typeof withNodes | typeof EMBEDDED>([withNodes, EMBEDDED], (value) =>
      value !== null && typeof value === "object" && "state" in value ? EMBEDDED : withNodes,
    ),
    `The chain: rpc, deployment and signer, or state, the folder of an embedded chain; ${verifyRpc}, chainId and ` +
      "confirmations may be left out.",
  );
}

/** The chain: a node with a signer, or an embedded chain, which has its own signer. */
export const CHAIN = chainOf(NODES, "verifyRpc");

/** The same in the first version. */
export const FIRST_CHAIN = chainOf(FIRST_NODES, "witness");

/** The chain as it is written in the configuration. */
export type ChainDocument = Infer<typeof CHAIN>;
