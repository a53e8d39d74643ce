import { z } from 'zod';
import { personsText, readFields } from '../requests/read-fields.ts';
import type { DeskAction } from './judge-action.ts';

/** In characters: as much as anybody reads of a message. */
export const LONGEST_MESSAGE = 10_000;
const LONGEST_REMARK = 500;

const BODIES = {
  take: z.strictObject({}),
  return: z.strictObject({ reason: personsText(LONGEST_REMARK).nullable().default(null) }),
  reply: z.strictObject({
    text: personsText(LONGEST_MESSAGE),
    draft: z.string().min(1).max(200).nullable().default(null),
  }),
  close: z.strictObject({ note: personsText(LONGEST_REMARK).nullable().default(null) }),
};

/** What operators do with tickets, as paths name it. */
export const DESK_ACTIONS = ['take', 'return', 'reply', 'close'] as const satisfies readonly DeskAction['kind'][];

/** Reads what somebody wants done. @throws Problem 400 with every field that is wrong */
export const readAction = (kind: DeskAction['kind'], body: unknown): DeskAction => {
  switch (kind) {
    case 'take':
      return { kind, ...readFields(body, BODIES.take) };
    case 'return':
      return { kind, ...readFields(body, BODIES.return) };
    case 'reply':
      return { kind, ...readFields(body, BODIES.reply) };
    case 'close':
      return { kind, ...readFields(body, BODIES.close) };
  }
};

/** What describes the body of an action. */
export const actionSchema = (kind: DeskAction['kind']): Record<string, unknown> => ({
  ...z.toJSONSchema(BODIES[kind], { io: 'input' }),
});
