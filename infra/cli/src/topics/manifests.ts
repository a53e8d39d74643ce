import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rights } from '@troupe/choreography/render';
import type { TopicSpec } from '@troupe/messaging';

/** A manifest that `npm run choreography` has written: a gate keeps it up to date. */
const manifest = (root: string, name: string): unknown =>
  JSON.parse(readFileSync(join(root, 'infra/choreography', name), 'utf8'));

/** Every topic as definitions ask for it. */
export const wantedTopics = (root: string): readonly TopicSpec[] =>
  // As it was written from such a record.
  Object.entries(manifest(root, 'topics.json') as Readonly<Record<string, Omit<TopicSpec, 'topic'>>>).map(
    ([topic, settings]) => ({ topic, ...settings }),
  );

/** What each service needs at the brokers, by its name. */
export const wantedRights = (root: string): Readonly<Record<string, Rights>> =>
  // As it was written from such a record.
  manifest(root, 'acls.json') as Readonly<Record<string, Rights>>;
