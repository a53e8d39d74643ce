import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ROLES, type Operator } from '../identity/operators.ts';
import type { DeskTicket } from './desk-ticket.ts';
import { judgeAction, judgeMessage, type DeskAction } from './judge-action.ts';
import { DRAFT, TICKET_AT_DESK } from './tickets.fixture.ts';

const ADA: Operator = { name: 'ada', role: 'operator' };
const BOB: Operator = { name: 'bob', role: 'operator' };
const LEAD: Operator = { name: 'lea', role: 'lead' };
const TAKE: DeskAction = { kind: 'take' };
const BACK: DeskAction = { kind: 'return', reason: null };
const CLOSE: DeskAction = { kind: 'close', note: null };
const say = (text: string, draft: string | null = null): DeskAction => ({ kind: 'reply', text, draft });

const takenBy = (name: string): DeskTicket => ({ ...TICKET_AT_DESK, takenBy: name, takenMs: 2_000, draft: DRAFT });
const judge = (ticket: DeskTicket, by: Operator, action: DeskAction) => judgeAction(ticket, by, action, 5_000);

describe('a ticket', () => {
  it('is taken by one, and by nobody besides them but a lead', () => {
    expect(judge(TICKET_AT_DESK, ADA, TAKE)).toMatchObject({
      event: { type: 'ticket.taken', data: { by: 'ada', from: null } },
      changes: { takenBy: 'ada', takenMs: 5_000 },
    });
    const taken = takenBy('ada');
    expect(judge(taken, BOB, TAKE)).toEqual({ refusal: 'TICKET_TAKEN', about: { takenBy: 'ada' } });
    expect(judge(taken, LEAD, TAKE)).toMatchObject({ event: { data: { by: 'lea', from: 'ada' } } });
    expect(judge(taken, ADA, TAKE)).toMatchObject({ refusal: 'TICKET_TAKEN' });
  });

  it('is handed back, answered and closed by who has it', () => {
    for (const action of [BACK, CLOSE, say('Hello')]) {
      expect(judge(TICKET_AT_DESK, ADA, action)).toEqual({ refusal: 'TICKET_NOT_TAKEN' });
      expect(judge(takenBy('ada'), BOB, action)).toEqual({ refusal: 'TICKET_TAKEN', about: { takenBy: 'ada' } });
      expect(judge(takenBy('ada'), ADA, action)).toHaveProperty('event');
    }
  });

  it('is handed back and closed by a lead whoever has it, who does not speak in their place', () => {
    expect(judge(takenBy('ada'), LEAD, BACK)).toMatchObject({ event: { data: { by: 'lea', from: 'ada' } } });
    expect(judge(takenBy('ada'), LEAD, CLOSE)).toMatchObject({ changes: { takenBy: null, closedBy: 'lea' } });
    expect(judge(takenBy('ada'), LEAD, say('Hello'))).toMatchObject({ refusal: 'TICKET_TAKEN' });
  });

  it('says of a reply whether it was the draft, and whether that was changed', () => {
    const told = (action: DeskAction) => judge(takenBy('ada'), ADA, action);
    expect(told(say('We are sorry.', 'draft-1'))).toMatchObject({
      event: { data: { draft: 'draft-1', edited: false } },
    });
    expect(told(say('So sorry!', 'draft-1'))).toMatchObject({ event: { data: { draft: 'draft-1', edited: true } } });
    expect(told(say('So sorry!'))).toMatchObject({ event: { data: { draft: null, edited: false } } });
    expect(told(say('We are sorry.', 'draft-0'))).toEqual({ refusal: 'DRAFT_UNKNOWN' });
  });

  it('waits from what its customer says first until somebody answers', () => {
    expect(judge(takenBy('ada'), ADA, say('Hello'))).toMatchObject({ changes: { waitingSinceMs: null } });
    const answered = { ...takenBy('ada'), waitingSinceMs: null };
    expect(judgeMessage(answered, 'Still lost', 7_000)).toMatchObject({ changes: { waitingSinceMs: 7_000 } });
    expect(judgeMessage(TICKET_AT_DESK, 'Hello?', 7_000)).toMatchObject({ changes: { waitingSinceMs: 1_000 } });
  });

  it('that is closed stays closed, whoever wants whatever', () => {
    const closed = { ...TICKET_AT_DESK, closedBy: 'ada', closedMs: 3_000 };
    const anybody = fc.constantFrom(...ROLES).map((role) => ({ name: 'ada', role }));
    fc.assert(
      fc.property(anybody, fc.constantFrom(TAKE, BACK, CLOSE, say('Hello')), (by, action) =>
        expect(judge(closed, by, action)).toEqual({ refusal: 'TICKET_CLOSED' }),
      ),
    );
    expect(judgeMessage(closed, 'Hello?', 7_000)).toEqual({ refusal: 'TICKET_CLOSED' });
  });
});
