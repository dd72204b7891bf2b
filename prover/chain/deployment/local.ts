/** Local chains, on which a development key does no harm: the ids of Hardhat and anvil, and the older convention. */
const LOCAL_CHAIN_IDS = [31337, 1337];

/** Whether a chain is for trials on one machine. */
export const isLocal = (chainId: number): boolean => LOCAL_CHAIN_IDS.includes(chainId);
