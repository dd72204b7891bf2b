/** One fingerprint of a blocklist: 62 hexadecimal digits, and the publisher's description of the work ("" if none). */
export type BlocklistEntry = { key: string; label: string };
