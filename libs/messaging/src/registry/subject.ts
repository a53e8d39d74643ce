import type { EventDefinition } from '@troupe/contracts';

/** The subject of an event's schema: the topic's name with the environment's prefix, and `-value`. */
export const subjectOf = (prefix: string, { type }: Pick<EventDefinition, 'type'>): string => `${prefix}${type}-value`;
