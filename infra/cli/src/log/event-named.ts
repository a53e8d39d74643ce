import { UsageError } from '@troupe/agent-sdk/command';
import { EVENT_TYPES, type EventDefinition } from '@troupe/contracts';

/** An event type of a conversation, by name. @throws UsageError naming those there are */
export const eventNamed = (type: string): EventDefinition => {
  const found = EVENT_TYPES.find((each) => each.type === type);
  if (found !== undefined) return found;
  throw new UsageError(`there is no event type '${type}': ${EVENT_TYPES.map((each) => each.type).join(', ')}`);
};
