import type { Dependency } from '@troupe/agent-sdk';
import type { Ask } from './ask/question.ts';

/** Models behind one interface. Name it in an agent's `dependencies`, so that readiness and metrics know of it. */
export interface Model extends Dependency {
  /** `provider:model` of whoever is asked first. */
  readonly first: string;
  readonly ask: Ask;
}
