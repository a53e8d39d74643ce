import { describe, expect, it } from '@jest/globals';
import { OrderDone, OrderPlaced, shop } from '../shop.fixture.ts';
import { renderEvents } from './events.ts';
import { graphOf } from './graph.ts';
import { aclsOf, topicsOf } from './manifests.ts';
import { drawMermaid } from './mermaid.ts';
import { renderServices } from './services.ts';

describe('the graph', () => {
  it('has a link for everybody who hears an event from somebody, sagas for themselves, and people', () => {
    expect(graphOf(shop(), [OrderPlaced, OrderDone]).links).toEqual([
      { from: 'gateway', to: 'cash-agent', events: ['order.placed'] },
      { from: 'gateway', to: 'saga order', events: ['order.placed'] },
      { from: 'gateway', to: 'stock-agent', events: ['order.placed'] },
      { from: 'saga order', to: 'requester', events: ['order.done'] },
    ]);
  });

  it('does not depend on the order of services', () => {
    const { services, events } = shop();
    expect(graphOf({ events, services: services.toReversed() }, events)).toEqual(graphOf(shop(), events));
  });

  it('is drawn by Mermaid under names that it does not take for its own', () => {
    expect(drawMermaid(graphOf(shop(), [OrderDone]))).toBe(
      [
        'flowchart LR',
        '  n_requester(["requester"])',
        '  n_saga_order{{"saga order"}}',
        '  n_saga_order -- "order.done" --> n_requester',
      ].join('\n'),
    );
  });
});

describe('the catalogue', () => {
  it('says of each event who publishes and who reads it', () => {
    const page = renderEvents(shop());
    expect(page).toContain('### order.done\n\norder.done.\n\nPublished by saga order. Read by requester.');
    expect(page).toContain('Published by any agent. Read by saga order. Keyed by conversation.');
    expect(page).toContain('Published by operator. Read by every service. Keyed by agent.');
  });
});

describe('the list of services', () => {
  const lines = renderServices(shop()).split('\n');

  it('says of each what it consumes and publishes, without what every agent may publish', () => {
    expect(lines).toContain(
      '- [parcel-agent](../../apps/parcel-agent) consumes `goods.held`, `payment.taken`; publishes `parcel.sent`.',
    );
  });

  it('tells a saga below the service that runs it', () => {
    const coordinator = lines.findIndex((line) => line.startsWith('- [saga-coordinator]'));
    expect(lines[coordinator + 1]).toMatch(/^ {2}- \[saga order\]\(sagas\.md#order\) waits for .*`order\.placed`/);
  });

  it('does not list what a recorder keeps', () => {
    expect(lines).toContainEqual(expect.stringMatching(/^- \[ledger\].* consumes every event; publishes nothing\.$/));
  });
});

describe('topics', () => {
  it('are there for every event, and for the dead letters of every service', () => {
    const topics = topicsOf(shop());
    expect(topics['order.placed']).toEqual({});
    expect(topics['agent.announced']).toMatchObject({ cleanup: 'compact,delete' });
    expect(topics['cash-agent.dead']).toMatchObject({ retentionMs: -1 });
  });
});

describe('rights', () => {
  const rights = aclsOf(shop());

  it('are what a definition says, and what every service needs', () => {
    expect(rights['parcel-agent']).toEqual({
      read: ['agent.instructed', 'goods.held', 'payment.taken', 'parcel-agent.dead'],
      write: ['agent.announced', 'budget.exhausted', 'event.held', 'parcel.sent', 'parcel-agent.dead'],
      groups: ['parcel-agent'],
    });
  });

  it('are no group and no dead letters for who consumes nothing', () => {
    expect(rights['gateway']).toEqual({
      read: ['agent.instructed'],
      write: ['agent.announced', 'order.placed', 'order.withdrawn'],
      groups: [],
    });
  });
});
