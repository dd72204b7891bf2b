/** How a key came about. A development key's maker could forge, so chains other than local ones refuse it. */
export type Setup = "development" | "ceremony";
