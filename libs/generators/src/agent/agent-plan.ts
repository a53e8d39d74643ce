import type { EventSchema, SchemaFile } from '@troupe/contracts/avro';
import { concludedEvent } from '../concluded-event.ts';
import { peopleFrom } from '../event/event-schema.ts';
import type { FileTree } from '../file-tree.ts';
import { knownEvent, readEvents, type KnownEvents } from '../known-events.ts';
import { refusal } from '../refusal.ts';
import { camel, kebab, listOf } from '../words.ts';

/** As `schema.json` describes them. */
export interface AgentGeneratorOptions {
  readonly name: string;
  readonly consumes: string;
  readonly publishes: string;
  readonly domain?: string;
  readonly audience?: NonNullable<EventSchema['audience']> | 'services';
  readonly flow?: string;
  readonly store?: boolean;
  readonly install?: boolean;
}

/** An event type that the agent concludes. */
export interface Concluded extends SchemaFile {
  /** Whether its schema is written with the agent. */
  readonly isNew: boolean;
}

/** What is written for an agent. */
export interface AgentPlan {
  /** Also its folder and its consumer group: `returns-agent`. */
  readonly name: string;
  /** What its files begin with: `returns`. */
  readonly stem: string;
  /** What makes its definition: `returnsAgent`. */
  readonly factory: string;
  readonly consumes: readonly SchemaFile[];
  readonly publishes: readonly Concluded[];
  readonly flow?: string;
  /** Whether it keeps state. */
  readonly store: boolean;
}

const ROLE = '-agent';

type Concluding = AgentGeneratorOptions & { readonly agent: string; readonly events: KnownEvents };

const concluded = (type: string, { agent, events, domain = '', audience }: Concluding): Concluded => {
  if (events.has(type)) return { ...knownEvent(events, type), isNew: false };
  const people = peopleFrom(audience ?? 'operator');
  const event = concludedEvent({ type, domain, by: agent, ...(people && { audience: people }) }, events);
  return { ...event, isNew: true };
};

const some = (what: string, types: readonly string[]): readonly string[] => {
  if (types.length > 0) return types;
  throw refusal(`the agent ${what} nothing`, `name an event type, such as --${what} order.confirmed`);
};

/** What is to be written for an agent that is asked for so. @throws TroupeError DEFINITION_INVALID saying what cannot be */
export const planAgent = (tree: FileTree, options: AgentGeneratorOptions): AgentPlan => {
  const stem = kebab('an agent', options.name).replace(new RegExp(`${ROLE}$`), '');
  const name = `${stem}${ROLE}`;
  if (tree.exists(`apps/${name}`)) throw refusal(`apps/${name} is there already`, 'take another name, or remove it');
  const events = readEvents(tree);
  const consumes = some('consumes', listOf(options.consumes)).map((type) => knownEvent(events, type));
  const domain = options.domain ?? consumes[0]?.domain ?? '';
  const concluding = { ...options, agent: name, events, domain };
  return {
    name,
    stem,
    factory: camel(name),
    consumes,
    publishes: some('publishes', listOf(options.publishes)).map((type) => concluded(type, concluding)),
    ...(options.flow !== undefined && options.flow !== '' && { flow: options.flow }),
    store: options.store ?? false,
  };
};
