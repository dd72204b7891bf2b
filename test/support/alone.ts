/** Loaded before a command: any module that a verifier does not need, and any access to a socket, exits with 99. */
import dgram from "node:dgram";
import dns from "node:dns";
import { registerHooks, syncBuiltinESMExports } from "node:module";
import net from "node:net";

const FORBIDDEN = /^(snarkjs|hardhat|circomlibjs|ffjavascript|ethers|solc|circom2)(\/|$)|\.node$/;

const stop = (what: string) => (): never => {
  process.stderr.write(`not alone: ${what}\n`);
  process.exit(99);
};

registerHooks({
  resolve(specifier, context, next) {
    if (FORBIDDEN.test(specifier)) stop(specifier)();
    return next(specifier, context);
  },
});
process.dlopen = stop("native code");
net.Socket.prototype.connect = stop("a socket");
net.Server.prototype.listen = stop("a server");
dgram.createSocket = stop("a datagram") as typeof dgram.createSocket;
dns.lookup = stop("a name") as unknown as typeof dns.lookup;
globalThis.fetch = stop("fetch");
syncBuiltinESMExports();
