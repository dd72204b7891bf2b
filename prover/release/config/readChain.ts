import { join } from "node:path";
import { type AddressSource, NODE_ADDRESS } from "../../rpc/node/address.ts";
import type { SignerSource } from "../../rpc/node/signer.ts";
import type { ChainConfig } from "./config.ts";
import type { Context } from "./fields.ts";

const SECRET = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * The chain: a node with a signer, or an embedded chain, which has its own signer.
 *
 * @param verifyRpc the name of the quorum node's field in this version of the configuration
 */
export function readChain(context: Context, value: unknown, verifyRpc: "verifyRpc" | "witness"): ChainConfig {
  const { reader, path } = context;
  const isEmbedded = value !== null && typeof value === "object" && "state" in value;
  const [needed, further] = isEmbedded
    ? [["state"], ["deployment"]]
    : [
        ["rpc", "deployment", "signer"],
        [verifyRpc, "chainId"],
      ];
  const chain = reader.object(value, "$.chain", needed, [...further, "confirmations"]);
  const confirmations = reader.integer(chain.confirmations ?? 0, "$.chain.confirmations", 0, 10_000);
  if (isEmbedded) {
    const state = path(chain.state, "$.chain.state");
    const file = chain.deployment;
    const deployment = file === undefined ? join(state, "deployment-31337.json") : path(file, "$.chain.deployment");
    return { state, deployment, confirmations };
  }
  return {
    rpc: readAddressSource(context, chain.rpc, "$.chain.rpc"),
    ...(chain[verifyRpc] === undefined
      ? {}
      : { verifyRpc: readAddressSource(context, chain[verifyRpc], `$.chain.${verifyRpc}`) }),
    deployment: path(chain.deployment, "$.chain.deployment"),
    signer: readSigner(context, chain.signer),
    confirmations,
    ...(chain.chainId === undefined
      ? {}
      : { chainId: reader.integer(chain.chainId, "$.chain.chainId", 1, Number.MAX_SAFE_INTEGER) }),
  };
}

/** An address, or the file or secret that holds it. */
function readAddressSource({ reader, path }: Context, value: unknown, at: string): AddressSource {
  if (value === null || typeof value !== "object")
    return reader.text(
      value,
      at,
      NODE_ADDRESS,
      "an https address, an http address of this machine, {file} or {secret}",
    );
  const source = reader.object(value, at, [], ["file", "secret"]);
  if (Object.keys(source).length !== 1) reader.refuse(at, "has not one of file and secret");
  if (source.secret !== undefined)
    return { secret: reader.text(source.secret, `${at}.secret`, SECRET, "a secret's name") };
  return { file: path(source.file ?? ".", `${at}.file`) };
}

function readSigner({ reader, path }: Context, value: unknown): SignerSource {
  const at = "$.chain.signer";
  const signer = reader.object(value, at, [], ["keyFile", "keystore", "passwordFile", "secret"]);
  const kinds = ["keyFile", "keystore", "secret"].filter((kind) => signer[kind] !== undefined);
  if (kinds.length !== 1) reader.refuse(at, `has ${kinds.length} of keyFile, keystore and secret, not one`);
  if (signer.keystore === undefined && signer.passwordFile !== undefined)
    reader.refuse(`${at}.passwordFile`, "is given without a keystore");
  if (signer.secret !== undefined)
    return {
      secret: reader.text(signer.secret, `${at}.secret`, SECRET, "a secret's name"),
    };
  if (signer.keystore === undefined) return { keyFile: path(signer.keyFile ?? "", `${at}.keyFile`) };
  if (signer.passwordFile === undefined) reader.refuse(`${at}.passwordFile`, "is missing");
  return {
    keystore: path(signer.keystore, `${at}.keystore`),
    passwordFile: path(signer.passwordFile ?? ".", `${at}.passwordFile`),
  };
}
