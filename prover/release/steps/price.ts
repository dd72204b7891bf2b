/**
 * What an hour of one core costs, in US dollars, where no price is given: half of $0.1008, the price on demand of an
 * m7i.large of Amazon EC2 in us-east-1 with two virtual cores, as listed in 2025
 * (https://aws.amazon.com/ec2/pricing/on-demand/). Spot machines and one's own cost less.
 */
export const CORE_HOUR_DOLLARS = 0.0504;

/** Machine time and its price. `machineHours`: of the machine of BENCHMARKS.md, which has `cores` cores. */
export type MachineTime = { machineHours: number; cores: number; dollars: number };

/**
 * What machine time costs. Machines in parallel take less time and the same machine-hours.
 *
 * @param seconds of a machine with so many cores
 */
export function priceOf(seconds: number, cores: number, coreHourDollars = CORE_HOUR_DOLLARS): MachineTime {
  const machineHours = seconds / 3_600;
  return { machineHours, cores, dollars: machineHours * cores * coreHourDollars };
}
