import type { EventSchema } from '@troupe/contracts/avro';
import { contractsAfterwards } from '../afterwards.ts';
import type { Afterwards, FileTree } from '../file-tree.ts';
import { readEvents } from '../known-events.ts';
import { kebab } from '../words.ts';
import { writeFiles } from '../write-files.ts';
import { fieldsFrom, peopleFrom } from './event-schema.ts';
import { eventFiles, newEvent } from './write-event.ts';

type People = NonNullable<EventSchema['audience']>;

/** As `schema.json` describes them. */
export interface EventGeneratorOptions {
  readonly name: string;
  readonly domain: string;
  readonly doc: string;
  readonly fields: string;
  readonly audience?: People | 'services';
  readonly origin?: People | 'services';
}

/** `nx g event`: the schema of an event type; its types are made once it lies there. @throws TroupeError DEFINITION_INVALID */
export const eventGenerator = async (tree: FileTree, options: EventGeneratorOptions): Promise<Afterwards> => {
  const audience = peopleFrom(options.audience);
  const origin = peopleFrom(options.origin);
  const event = newEvent(
    {
      type: options.name,
      domain: kebab('a domain', options.domain),
      doc: options.doc,
      fields: fieldsFrom(options.fields),
      ...(audience && { audience }),
      ...(origin && { origin }),
    },
    readEvents(tree),
  );
  await writeFiles(tree, eventFiles(event));
  return contractsAfterwards(tree.root);
};
