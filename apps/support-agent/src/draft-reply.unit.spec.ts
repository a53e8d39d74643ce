import { beforeAll, describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { createKnowledgeBase, readKnowledge, type KnowledgeBase } from '@troupe/knowledge';
import { draftReply } from './draft-reply.ts';
import { quotingWriter } from './drafting/quoting-writer.ts';

let knowledge: KnowledgeBase;
beforeAll(async () => {
  knowledge = createKnowledgeBase(await readKnowledge(resolve(import.meta.dirname, '../../../examples/knowledge')));
});

const draft = async (text: string, subject: string | null = null) => {
  const ticket = { customerId: 'customer-1', text, subject, channel: null };
  // No step is recorded: nobody is asked.
  return (await draftReply(ticket, { knowledge, writer: quotingWriter }, undefined as never)).data;
};

describe('a reply from examples/knowledge', () => {
  it.each([
    ['My luggage never arrived, where do I report missing bags?', 'Baggage › Delayed or missing baggage'],
    ['You charged my card twice!', 'Refunds and payment › Charged twice or wrong charge'],
    ['On hold for two hours, your phone queue is a joke', 'Reaching us › Long time on hold'],
    ['We have been waiting on the tarmac for hours', 'Delays › Waiting on board or on the tarmac'],
    ['Missed my connection because of your delay', 'Delays › Delayed flight and missed connection'],
    ['You cancelled my flight, I want a refund', 'Cancelled flights › Refund for a cancelled flight'],
    ['The suitcase came back damaged', 'Baggage › Damaged baggage'],
    ['I left my phone on board', 'Baggage › Something left on board'],
  ])('to %j cites %s first', async (text, heading) => {
    expect((await draft(text)).citations[0]?.heading).toBe(heading);
  });

  it('quotes what stands in the file, numbers what it tells, and says that it was quoted', async () => {
    expect(await draft('The suitcase came back damaged')).toMatchObject({
      found: true,
      reply: expect.stringMatching(/baggage desk within four hours[^]*\[1\]/),
      reason: null,
      citations: [{ file: 'baggage.md', quote: expect.stringMatching(/^Show damaged baggage at the baggage desk/) }],
      searched: knowledge.size,
      writtenBy: 'offline-bm25@1',
    });
  });

  it('is none where nothing is known, and says so and how much was searched', async () => {
    expect(await draft('Your captain sang a lovely song')).toEqual({
      ...{ found: false, reply: null, citations: [], searched: knowledge.size, writtenBy: 'offline-bm25@1' },
      reason: 'no passage of the knowledge base says anything about the ticket',
    });
  });

  it('is found by the subject, too', async () => {
    expect((await draft('What now?', 'Damaged baggage')).found).toBe(true);
  });
});
