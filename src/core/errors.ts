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
