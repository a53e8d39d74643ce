import { describe, expect, it } from '@jest/globals';
import { OrderVerified, startConversation, type Envelope } from '@troupe/contracts';
import { fromHeaders, toHeaders } from '@troupe/messaging';
import fc from 'fast-check';
import { pathEnd } from '../budget/exhaustion.ts';
import { defineAgent } from '../define-agent.ts';
import { jointEnvelope } from '../join/joint-cause.ts';
import { when } from '../when.ts';
import { envelopeOf } from './outputs.ts';
import { envelope, verified } from './pipeline.fixture.ts';

const agent = defineAgent({
  name: 'echo-agent',
  publishes: [OrderVerified],
  on: [when(OrderVerified, () => verified)],
});
const NOW_MS = 1_700_000_000_000;

/** What happens next in a chain: somebody concludes from an event, starts a conversation from it, or joins it with another. */
const link = fc.record({
  kind: fc.constantFrom('conclude' as const, 'start' as const, 'join' as const),
  pick: fc.nat(),
  other: fc.nat(),
  ordinal: fc.nat(3),
});
const start = fc.record({
  hops: fc.nat(12),
  deadlineMs: fc.option(fc.integer({ min: NOW_MS - 1_000, max: NOW_MS + 1_000 }), { nil: undefined }),
});

const travelled = (sent: Envelope): Envelope => fromHeaders(toHeaders(sent));
const deadlineOf = ({ deadlineMs = Infinity }: Envelope): number => deadlineMs;

describe('hops and deadline', () => {
  it('travel with every event, only shrink, and end every chain', () => {
    fc.assert(
      fc.property(
        fc.array(start, { minLength: 1, maxLength: 3 }),
        fc.array(link, { maxLength: 60 }),
        (starts, links) => {
          const known: Envelope[] = starts.map(({ hops, deadlineMs }, index) =>
            envelope({ id: `e-${index}`, hops, ...(deadlineMs !== undefined && { deadlineMs }) }),
          );
          for (const { kind, pick, other, ordinal } of links) {
            const at = (index: number) => known[index % known.length]!;
            const causes = kind === 'join' ? [at(pick), at(other)] : [at(pick)];
            const [first, second = first] = causes.map((cause) => ({ event: { type: cause.type, data: {}, envelope: cause }, appendedMs: NOW_MS })); // prettier-ignore
            const cause = kind === 'join' ? jointEnvelope(first!, second!) : at(pick);
            if (pathEnd(cause, NOW_MS) !== undefined) continue;
            const draft = kind === 'start' ? startConversation('child', verified) : verified;
            const next = travelled(
              envelopeOf(draft, ordinal, { agent, envelope: cause, inputId: cause.id, timeMs: NOW_MS }),
            );
            for (const each of causes) {
              expect(next.hops).toBeLessThan(each.hops);
              expect(deadlineOf(next)).toBeLessThanOrEqual(deadlineOf(each));
            }
            expect(next.hops).toBeGreaterThanOrEqual(0);
            known.push(next);
          }
        },
      ),
    );
  });
});
