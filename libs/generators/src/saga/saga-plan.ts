import { isDuration } from '@troupe/contracts';
import type { SchemaFile } from '@troupe/contracts/avro';
import { concludedEvent } from '../concluded-event.ts';
import type { FileTree } from '../file-tree.ts';
import { knownEvent, readEvents } from '../known-events.ts';
import { refusal } from '../refusal.ts';
import { kebab, listOf } from '../words.ts';

/** As `schema.json` describes them. */
export interface SagaGeneratorOptions {
  readonly name: string;
  readonly startedBy: string;
  readonly steps: string;
  readonly within?: string;
  readonly domain?: string;
}

/** What is written for a saga. */
export interface SagaPlan {
  readonly name: string;
  readonly startedBy: SchemaFile;
  /** The event that completes each step. */
  readonly steps: readonly SchemaFile[];
  /** How long each step may take. */
  readonly within: string;
  readonly completed: SchemaFile;
  readonly failed: SchemaFile;
}

/** What is to be written for a saga that is asked for so. @throws TroupeError DEFINITION_INVALID saying what cannot be */
export const planSaga = (tree: FileTree, options: SagaGeneratorOptions): SagaPlan => {
  const name = kebab('a saga', options.name);
  const events = readEvents(tree);
  const startedBy = knownEvent(events, options.startedBy);
  const steps = listOf(options.steps).map((type) => knownEvent(events, type));
  const within = options.within ?? '1h';
  if (steps.length === 0)
    throw refusal('the saga waits for nothing', 'name event types, such as --steps order.verified');
  if (!isDuration(within))
    throw refusal(`'${within}' is no duration`, 'write a number and a unit, such as 30s, 10m or 2d');
  const concluding = {
    domain: options.domain ?? startedBy.domain,
    by: `the saga ${name}`,
    audience: 'operator',
  } as const;
  return {
    name,
    startedBy,
    steps,
    within,
    completed: concludedEvent({ ...concluding, type: `${name}.completed` }, events),
    failed: concludedEvent({ ...concluding, type: `${name}.failed` }, events),
  };
};
