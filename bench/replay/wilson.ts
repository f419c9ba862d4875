/** Score interval of a proportion at 95 % (E. B. Wilson, JASA 1927). Returns low and high, 0 to 1; 0 and 1 without cases. */
export function wilson(successes: number, cases: number): readonly [number, number] {
  if (cases === 0) return [0, 1];
  const z = 1.959964;
  const share = successes / cases;
  const centre = share + z ** 2 / (2 * cases);
  const spread = z * Math.sqrt((share * (1 - share)) / cases + z ** 2 / (4 * cases ** 2));
  const scale = 1 + z ** 2 / cases;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}
