import { describe, expect, it } from '@jest/globals';
import { entryOf, reasonsIn, type ConversationEvent } from './transcript.ts';

const event = (type: string, data: ConversationEvent['data'] = {}): ConversationEvent => ({
  ...{ position: 1, id: 'e-1', appendedAt: '2026-11-28T08:00:00.000Z' },
  type,
  data,
});

describe('what is shown of a conversation', () => {
  it('says how a reply came about', () => {
    const reply = (draft: string | null, edited: boolean) =>
      entryOf(event('message.sent', { author: 'OPERATOR', by: 'ada', text: 'Hello', draft, edited }));
    expect(reply(null, false)).toEqual({ id: 'e-1', at: '2026-11-28T08:00:00.000Z', kind: 'said', side: 'operator', by: 'ada', text: 'Hello' }); // prettier-ignore
    expect(reply('d-1', false)).toMatchObject({ from: 'draft' });
    expect(reply('d-1', true)).toMatchObject({ from: 'edited draft' });
  });

  it('says who took, returned and closed it, and why', () => {
    const told = (type: string, data: ConversationEvent['data']) => entryOf(event(type, data));
    expect(told('ticket.taken', { by: 'ada', from: null })).toMatchObject({ text: 'ada took the ticket' });
    expect(told('ticket.taken', { by: 'lea', from: 'ada' })).toMatchObject({ text: 'lea took over from ada' });
    expect(told('ticket.returned', { by: 'ada', reason: 'lunch' })).toMatchObject({ text: 'ada handed the ticket back: “lunch”' }); // prettier-ignore
  });

  it('has other words for customers, and none for what is not known', () => {
    expect(entryOf(event('ticket.taken', { by: 'ada' }), 'customers')).toMatchObject({ text: 'ada is here for you' });
    const own = event('ticket.opened', { text: 'Hello' });
    expect(entryOf(own, 'customers')).toMatchObject({ by: 'You', text: 'Hello' });
    expect(entryOf(event('something.else'))).toBeUndefined();
  });

  it('has the heaviest reasons of triage', () => {
    const reasons = Array.from({ length: 9 }, (_, at) => ({ cue: 'word', text: `word ${at}`, weight: 9 - at }));
    expect(reasonsIn([event('support.critical', { reasons })])).toHaveLength(5);
    expect(reasonsIn([event('ticket.opened')])).toEqual([]);
  });
});
