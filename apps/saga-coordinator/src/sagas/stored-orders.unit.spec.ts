import { describe, expect, it } from '@jest/globals';
import { decide, fold, outcome, status } from '@troupe/saga';
import { decisionFact, factOf, toldBy } from '../engine/stored-fact.ts';
import { coordinatorSettings } from '../settings.ts';
import { sagas } from './index.ts';
import { storedOrders } from './stored-orders.fixture.ts';

const { sagas: rows, facts } = storedOrders();
const settings = coordinatorSettings.parse({});
const known = sagas(settings).filter(({ name }) => name === 'order');

describe('orders that were stored on version 1', () => {
  it.each(rows.map((row) => [row.conversation_id, row] as const))(
    "'%s' stands where it stood, and nothing more is decided",
    (id, row) => {
      const definition = known.find(({ version }) => version === row.version);
      if (definition === undefined) throw new Error('a version with stored instances was taken out of the list');
      const kept = facts.filter(({ conversation_id }) => conversation_id === id).map(factOf);
      const told = [...toldBy(kept), ...row.decisions.map(decisionFact)];
      const state = fold(definition, { conversationId: id, facts: told });
      expect([status(state), outcome(state) ?? null]).toEqual([row.status, row.outcome]);
      expect(decide(definition, state, 0).decisions).toEqual([]);
    },
  );
});
