/** Code that nobody wrote, for the benches: the same on every machine. */

/** Path and text of file `i`: about 4 kB of plausible code, a quarter each of JavaScript, TypeScript, TSX and Python; every tenth file has a copy of one helper. */
export function generate(i: number): readonly [string, string] {
  const extension = ['js', 'ts', 'tsx', 'py'][i % 4]!;
  const write = extension === 'py' ? pythonFunction : braceFunction(extension !== 'js');
  const functions = Array.from({ length: 8 }, (_, k) => write(i, k));
  return [`src/area${i % 37}/module${i}.${extension}`, functions.join('\n\n')];
}

function braceFunction(typed: boolean): (i: number, k: number) => string {
  const number = typed ? ': number' : '';
  return (i, k) => `/** Weighs the values of case ${i % 91}, step ${k}. */
export function ${i % 10 === 0 && k === 0 ? 'weigh' : `weigh${i}Step${k}`}(values${typed ? ': readonly number[]' : ''}, factor${number} = ${i % 10 === 0 && k === 0 ? 2 : i + k}) {
  let total = 0;
  for (const value of values) {
    if (value < 0 || Number.isNaN(value)) continue;
    const weighted = value * factor + Math.sqrt(value / (factor + 1));
    total += weighted > ${i % 10 === 0 && k === 0 ? 7 : i * 7 + k} ? weighted : -weighted;
  }
  if (total > 1000) { console.log(\`large: \${total}\`, { factor, count: values.length }); }
  return total;
}`;
}

function pythonFunction(i: number, k: number): string {
  return `def weigh_${i}_step_${k}(values, factor=${i + k}):
    """Weighs the values of case ${i % 91}, step ${k}."""
    total = 0
    for value in values:
        if value is None or value < 0:
            continue
        weighted = value * factor + math.sqrt(value / (factor + 1))
        total += weighted if weighted > ${i * 7 + k} else -weighted
    if total > 1000:
        print(f"large: {total}", dict(factor=factor, count=len(values)))
    return total`;
}
