/** How the conversations of one domain are told: what their events say to whoever began them. */
export interface Story<Status extends string> {
  /** Where a conversation stands, by the types of its events in any order; undefined when none of them says. */
  readonly statusOf: (types: readonly string[]) => Status | undefined;
  /** The types of the events that resolve a conversation. */
  readonly resolutions: readonly string[];
}

/** The last word first: whichever of these events is there decides, in whatever order they came. */
export const lastWord =
  <Status extends string>(words: readonly (readonly [type: string, status: Status])[]) =>
  (types: readonly string[]): Status | undefined =>
    words.find(([type]) => types.includes(type))?.[1];
