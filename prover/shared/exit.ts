/**
 * The exit code of each way in which a command ends. 70 is EX_SOFTWARE of sysexits.h; 130 is 128 and
 * the number of SIGINT, as shells have it.
 */
export const EXIT = {
  true: 0,
  false: 1,
  usage: 2,
  data: 3,
  chain: 4,
  artifact: 5,
  behind: 6,
  open: 7,
  internal: 70,
  interrupted: 130,
} as const;

/** One of the ways in which a command ends. */
export type Ending = keyof typeof EXIT;
