import { formatDepth } from '@harbour/tides';

/** What the sign at a berth says. */
export function berthSign(berth, depth) {
  return `Berth ${berth.number}\n${berth.name.toUpperCase()}\n${formatDepth(depth)}`;
}
