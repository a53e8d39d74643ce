import type { EventDefinition } from '@troupe/contracts';
import { isOfEveryAgent, type Choreography, type Service } from '../choreography.ts';

const listed = (events: readonly EventDefinition[]): string =>
  [...new Set(events.map(({ type }) => `\`${type}\``))].join(', ');

/** Without what every agent may publish: that is said once, below the table. */
const own = (events: readonly EventDefinition[]): readonly EventDefinition[] =>
  events.filter(({ type }) => !isOfEveryAgent(type));

const row = ({ name, folder, kind, consumes, publishes }: Service): string =>
  `| [${name}](${folder}) | ${kind === 'recorder' ? 'every event' : listed(consumes)} | ${listed(own(publishes))} |`;

/** The table of services, by name: what each consumes and publishes. Links lead from the root of the repository. */
export const renderServices = ({ services }: Choreography): string =>
  ['| service | consumes | publishes |', '| --- | --- | --- |', ...services.map(row)].join('\n');
