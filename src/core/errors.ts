/** One thing that the user must change: setting, value, remedy. */
export interface Problem {
  readonly setting: string;
  readonly value: string | null;
  readonly problem: string;
  readonly remedy: string;
}

/** Settings that cannot be used. Carries every problem at once. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export function describeProblem({ setting, value, problem, remedy }: Problem): string {
  const given = value === null ? '' : ` (given: ${JSON.stringify(value)})`;
  return `${setting}: ${problem}${given}. ${remedy}`;
}

/** The world failed: disk, network, git, a service. `remedy` says what a person can do. */
export class InfrastructureError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'InfrastructureError';
    this.remedy = remedy;
  }
}

/** A source that no parser of the engine takes: too long, or nested too deeply. */
export class UnparsableError extends InfrastructureError {
  constructor(message: string) {
    super(message, 'Exclude the file with `paths`.');
    this.name = 'UnparsableError';
  }
}

/** The run was told to end: nothing new is begun, nothing lands, what was tried is remembered. `reason` is the signal's. */
export function cancellation(reason: unknown): InfrastructureError {
  const why = reason instanceof Error ? ` (${reason.message})` : '';
  return new InfrastructureError(`The run was cancelled${why}.`, 'Nothing was landed and the tree is as it was. Run again when you like: what was tried is remembered.');
}
