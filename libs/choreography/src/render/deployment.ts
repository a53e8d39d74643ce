import { topicConfigOf, type TopicSpec } from '@troupe/messaging';
import type { Choreography, Service } from '../choreography.ts';
import { aclsOf, topicsOf, type Named, type Rights } from './manifests.ts';

/** What a deployment has to know of a service; names are logical, without the prefix of an environment. */
export interface Deployed extends Pick<Rights, 'read' | 'write'> {
  /** The consumer group that it is scaled by; absent for one that reads nothing of conversations. */
  readonly group?: string;
  /** The topics that it is behind in, or not. */
  readonly consumes: readonly string[];
}

/** Everything that is deployed for a choreography: each service, and each topic with its settings by Kafka's names. */
export interface Deployment {
  readonly agents: Named<Deployed>;
  readonly topics: Named<Readonly<Record<string, string>>>;
}

const deployedOf = ({ consumes }: Service, { read, write, groups }: Rights): Deployed => {
  const [group] = groups;
  return {
    ...(group !== undefined && { group }),
    consumes: [...new Set(consumes.map(({ type }) => type))].toSorted(),
    read,
    write,
  };
};

/** What is deployed for a choreography. */
export const deploymentOf = (choreography: Choreography): Deployment => {
  const rights = aclsOf(choreography);
  const services = new Map(choreography.services.map((service) => [service.name, service]));
  const deployed = Object.entries(rights).flatMap(([name, own]) => {
    const service = services.get(name);
    return service === undefined ? [] : [[name, deployedOf(service, own)] as const];
  });
  const topics = Object.entries(topicsOf(choreography)).map(([topic, settings]) => {
    const spec: TopicSpec = { topic, ...settings };
    return [topic, topicConfigOf(spec)] as const;
  });
  return { agents: Object.fromEntries(deployed), topics: Object.fromEntries(topics) };
};
