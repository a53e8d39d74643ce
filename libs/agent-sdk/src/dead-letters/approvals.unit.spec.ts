import { afterEach, describe, expect, it } from '@jest/globals';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { createInMemoryMessaging } from '@troupe/messaging';
import { eventually } from '@troupe/testing';
import type { PureContext } from '../agent-context.ts';
import { defineAgent, type AgentDefinition } from '../define-agent.ts';
import { before } from '../hooks/hooks.ts';
import { proceed, requireApproval } from '../hooks/verdict.ts';
import { TerminalError } from '../terminal-error.ts';
import { when } from '../when.ts';
import { listDeadLetters } from './desk/list-dead-letters.ts';
import { releaseDeadLetter } from './desk/orders.ts';
import { AGENT, DEAD, warrant, join, put, answers, deskOf, idOf, quiet, stopAll } from './custody.fixture.ts';

afterEach(stopAll);

/** An agent that asks a person before it answers a customer, once it can read the event at all. */
const agentThatAsksAbout = (name: string, failing: ReadonlySet<string> = new Set()): AgentDefinition =>
  defineAgent({
    name: AGENT,
    publishes: [OrderVerified],
    pure: true,
    hooks: {
      before: [
        before(TransactionCreated, ({ data: { customerId } }) => {
          if (failing.has(customerId)) throw new TerminalError(`${customerId} is poison`);
          return customerId === name ? requireApproval('a large order') : proceed();
        }),
      ],
    },
    on: [
      when(TransactionCreated, ({ data: { customerId } }, { approval }: PureContext) =>
        OrderVerified({
          score: 0,
          reasons: [],
          decidedBy: approval ? `${customerId} for ${approval.actor}` : customerId,
        }),
      ),
    ],
  });

describe('an event that a hook asks a person about', () => {
  it('holds what a hook asks a person about, and only that conversation, until somebody says yes', async () => {
    const messaging = createInMemoryMessaging();
    await join(messaging, agentThatAsksAbout('large'));
    await put(messaging, 'c-1', 'large', 'b');
    await put(messaging, 'c-2', 'other');
    await quiet(messaging, 1);
    await eventually(() => expect(messaging.records(DEAD)).toHaveLength(2));
    const [held] = await listDeadLetters(await deskOf(messaging));
    expect(held).toMatchObject({ id: idOf('large'), state: 'held', cause: { code: 'APPROVAL_REQUIRED' } });
    await releaseDeadLetter(await deskOf(messaging), { id: idOf('large'), ...warrant });
    await quiet(messaging, 3);
    expect(await answers(messaging)).toEqual(['other', 'large for ann', 'b']);
  });

  it('takes a release for another reason for no yes to what a hook asks', async () => {
    const messaging = createInMemoryMessaging();
    const failing = new Set(['large']);
    await join(messaging, agentThatAsksAbout('large', failing));
    await put(messaging, 'c-1', 'large');
    const heldFor = (code: string) =>
      eventually(async () => {
        expect(await listDeadLetters(await deskOf(messaging))).toMatchObject([{ cause: { code }, state: 'held' }]);
      });
    await heldFor('TERMINAL');
    failing.clear();
    for (const code of ['APPROVAL_REQUIRED', undefined]) {
      await releaseDeadLetter(await deskOf(messaging), { id: idOf('large'), ...warrant });
      if (code !== undefined) await heldFor(code);
    }
    await quiet(messaging, 1);
    expect(await answers(messaging)).toEqual(['large for ann']);
  });
});
