/** Before anything runs: declared dependencies. */
import type { Session } from './session.ts';
import type { Story } from './story.ts';

/** Installs what the checks need. A command that fails is a warning: the baseline says what it means. */
export async function setUp(session: Session, story: Story): Promise<void> {
  const checks = await session.workbench.setup();
  if (checks.length === 0) story.tell('nothing to set up: declared dependencies are installed, or there are none');
  for (const check of checks) if (check.status !== 'passed') story.warn(`${check.name}: ${check.note}`);
}
