import type { RequestedTask } from '../../model/task.ts';
import type { Language } from '../../model/code.ts';
import type { ModuleFacts, ModuleSystem } from '../../syntax/modules.ts';
import type { Repository } from '../repository/repository.ts';
import type { Wanted } from './wanted.ts';

/** A requested helper with what all ways of making it look at. */
export interface Request {
  readonly task: RequestedTask;
  readonly repository: Repository;
  readonly language: Language;
  readonly target: Target;
  readonly wanted: Wanted;
}

export interface Target {
  readonly path: string;
  readonly mode: '100644' | '100755';
  /** `null`: the file does not exist yet. */
  readonly text: string | null;
  /** `null` for a new file. */
  readonly facts: ModuleFacts | null;
  readonly system: ModuleSystem;
}
