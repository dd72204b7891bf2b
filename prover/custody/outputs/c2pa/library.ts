import { loadPeer } from "../../../shared/peers.ts";

/** A file in memory, and of which kind it is. */
type Asset = { buffer: Uint8Array; mimeType: string };

/** What is used of @contentauth/c2pa-node. It brings 77 MB, so that its types are not at hand where it is not. */
type C2pa = {
  LocalSigner: { newSigner(certificates: Buffer, privateKey: Buffer, algorithm: string): object };
  Builder: {
    withJson(
      manifest: object,
      settings: object,
    ): {
      setIntent(intent: object): void;
      sign(signer: object, input: Asset, output: { buffer: Buffer | null }): Buffer;
    };
  };
  Reader: { fromAsset(asset: Asset, settings: object): Promise<{ json(): unknown } | null> };
};

// A variable: compilers and bundlers would look for a literal.
const NAME: string = "@contentauth/c2pa-node";

/** The library for C2PA manifests. @throws usage `package/missing-peer` */
export const loadC2pa = (): Promise<C2pa> => loadPeer("C2PA manifests", () => import(NAME) as Promise<C2pa>);

/** Nothing is asked on the network, no certificate is judged, and no thumbnail is made. */
export const SETTINGS = {
  verify: { verify_trust: false, verify_timestamp_trust: false, remote_manifest_fetch: false, ocsp_fetch: false },
  builder: { thumbnail: { enabled: false } },
};

/** The label of the assertion. C2PA reads a label without a version as that of the first one. */
export const LABEL = "urn.disjoint.output";
