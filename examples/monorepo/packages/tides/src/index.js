/** Metres as sailors read them: one decimal, a sign where the water is below chart datum. */
export function formatDepth(metres) {
  const rounded = Math.round(metres * 10) / 10;
  return `${rounded < 0 ? '−' : ''}${Math.abs(rounded).toFixed(1)} m`;
}

/** Height of the water between a low and a high tide, by the rule of a cosine; times in hours. */
export function heightAt(hour, low, high) {
  const share = (hour - low.hour) / (high.hour - low.hour);
  if (share <= 0) {
    return low.height;
  }
  if (share >= 1) {
    return high.height;
  }
  return low.height + ((high.height - low.height) * (1 - Math.cos(Math.PI * share))) / 2;
}
