import type { SchemaFile } from '@troupe/contracts/avro';
import { parseSchema } from '@troupe/contracts/generator';
import type { FileTree } from './file-tree.ts';
import { refusal } from './refusal.ts';

/** The event types that have a schema, by name. */
export type KnownEvents = ReadonlyMap<string, SchemaFile>;

const ENDING = '.avsc';

const inDomain = (tree: FileTree, domain: string): readonly SchemaFile[] =>
  tree
    .children(`schemas/${domain}`)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => {
      const path = `schemas/${domain}/${name}`;
      return {
        path,
        domain,
        type: name.slice(0, -ENDING.length),
        schema: parseSchema(path, tree.read(path, 'utf8') ?? ''),
      };
    });

/** Every event type of schemas/. @throws SyntaxError naming a file that is no JSON */
export const readEvents = (tree: FileTree): KnownEvents =>
  new Map(
    tree
      .children('schemas')
      .flatMap((domain) => inDomain(tree, domain))
      .map((file) => [file.type, file]),
  );

/** An event type of a conversation that has a schema. @throws TroupeError DEFINITION_INVALID saying what is there instead */
export const knownEvent = (events: KnownEvents, type: string): SchemaFile => {
  const found = events.get(type);
  if (found === undefined)
    throw refusal(
      `there is no event type '${type}'`,
      `write its schema first (nx g event ${type}), or take one of ${[...events.keys()].toSorted().join(', ')}`,
    );
  if (found.schema.key === 'agent')
    throw refusal(
      `${type} is about agents, and belongs to no conversation`,
      'take an event type without "key": "agent"',
    );
  return found;
};
