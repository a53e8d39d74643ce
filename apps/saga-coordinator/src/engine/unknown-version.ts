import type { FactRow, SagaRow } from './tables.ts';

/** Something stored was written by a coordinator that knows more than this one: it is left untouched. */
export class UnknownVersion extends Error {
  override readonly name = 'UnknownVersion';
}

/** An instance began with a definition, or was moved to one, that this coordinator does not know. */
export const unknownDefinition = ({ saga, version, conversation_id: conversation }: SagaRow): UnknownVersion =>
  new UnknownVersion(
    `Conversation ${conversation} is on version ${version} of saga '${saga}', which this coordinator does not ` +
      'know: deploy one that does; until then the partition waits',
  );

/** A fact was stored in a format that this coordinator cannot read. */
export const unknownFormat = ({ saga, conversation_id: conversation, format }: FactRow): UnknownVersion =>
  new UnknownVersion(
    `Conversation ${conversation} of saga '${saga}' has facts in format ${format}, which this coordinator cannot ` +
      'read: deploy one that can; until then the partition waits',
  );
