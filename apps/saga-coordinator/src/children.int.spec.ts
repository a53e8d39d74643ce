import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceHandle } from '@troupe/agent-sdk';
import { reportId, sagaChildId, sagaDecisionId, type Draft } from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import { eventually } from '@troupe/testing';
import { sql } from 'kysely';
import { openCoordinatorPlace, type CoordinatorPlace } from './coordinator.fixture.ts';
import {
  JOURNEY_EVENTS,
  journeySaga,
  JourneyWanted,
  legSaga,
  LegWanted,
  SeatFreed,
  SeatRefused,
  SeatTaken,
  tourSaga,
  TourWanted,
} from './journeys.fixture.ts';
import { openOwnEvents, type Note, type OwnEvents } from './own-events.fixture.ts';

const definitions = [legSaga, journeySaga, tourSaga('3s')];
const WITHIN = { timeoutMs: 30_000 };

let at: CoordinatorPlace;
let own: Database<object>;
let events: OwnEvents;
let coordinator: ServiceHandle;

beforeAll(async () => {
  at = await openCoordinatorPlace('saga-children');
  own = connectDatabase({ url: at.place.databaseUrl, schema: 'saga_coordinator' });
  events = await openOwnEvents(at, JOURNEY_EVENTS);
  coordinator = await at.start({ definitions });
}, 60_000);

afterAll(async () => {
  await coordinator.stop();
  await own.close();
  await at.close();
}, 60_000);

/** Waits until exactly this was concluded in a conversation; between events of the same moment there is no order. */
const tells = (conversationId: string, ...wanted: readonly string[]): Promise<void> =>
  eventually(async () => expect((await events.told(conversationId)).toSorted()).toEqual(wanted.toSorted()), WITHIN);

/** Starts a parent with two legs; resolves when both children have begun. */
const setOut = async (parent: 'journey' | 'tour', wanted: Draft) => {
  const id = randomUUID();
  const [north, south] = [sagaChildId(parent, id, 'north'), sagaChildId(parent, id, 'south')];
  await at.say(id, wanted);
  await tells(north, 'leg.wanted north');
  await tells(south, 'leg.wanted south');
  return { id, north, south };
};

describe('a saga with a child per item', () => {
  it('completes with what its children report, each in its own conversation', async () => {
    const { id, north, south } = await setOut('journey', JourneyWanted({ note: 'north south' }));
    await at.say(south, SeatTaken({ note: '7b' }));
    await at.say(north, SeatTaken({ note: '1a' }));
    await tells(id, 'leg.booked north 1a', 'leg.booked south 7b', 'journey.booked north 1a, south 7b');
    const [begun, fixed] = await events.concluded(north);
    expect(begun).toMatchObject({ envelope: { parentId: id, provenance: { agent: 'journey@1' } } });
    const decision = sagaDecisionId('leg', north, 'completed');
    expect(fixed).toMatchObject({ type: 'leg.fixed', envelope: { id: decision, parentId: id } });
    expect((await events.concluded(id)).find(({ envelope }) => envelope.id === reportId(decision))).toMatchObject({
      type: 'leg.booked',
      envelope: { causationId: decision, provenance: { agent: 'leg@1' }, lamport: (fixed?.envelope.lamport ?? 0) + 1 },
    });
  }, 60_000);

  it('has a report stored with the resolution that it tells of, and told once', async () => {
    const { id, north } = await setOut('journey', JourneyWanted({ note: 'north south' }));
    await at.say(north, SeatTaken({ note: '1a' }), SeatTaken({ note: '1a' }));
    await tells(id, 'leg.booked north 1a');
    const { rows } = await sql<{ outputs: readonly { topic: string; key: string }[] }>`
      select outputs from decisions where input_id = ${sagaDecisionId('leg', north, 'completed')}`.execute(own.db);
    expect(rows.map(({ outputs }) => outputs)).toMatchObject([
      [
        { topic: 'leg.fixed', key: north },
        { topic: 'leg.booked', key: id },
      ],
    ]);
  }, 60_000);

  it('is rejected when a child fails, and closed when the others have undone their parts', async () => {
    const { id, north, south } = await setOut('journey', JourneyWanted({ note: 'north south' }));
    await at.say(north, SeatTaken({ note: '1a' }));
    await tells(id, 'leg.booked north 1a');
    await at.say(south, SeatRefused({ note: 'full' }));
    const rejected = ['leg.booked north 1a', 'leg.refused south', 'leg.returned south', 'journey.refused leg'];
    await tells(id, ...rejected);
    await tells(north, 'leg.wanted north', 'leg.fixed 1a', 'leg.unwanted north');
    const [freed] = await at.say(north, SeatFreed({ note: '1a' }));
    await tells(id, ...rejected, 'leg.returned north', 'journey.closed rejected');
    // Closed without an event of its own: what it rests on is what the participant said.
    const returned = (await events.concluded(id)).find(({ data }) => (data as Note).note === 'north');
    expect(returned?.envelope).toMatchObject({ causationId: freed?.envelope.id });
    expect(await at.detail({ saga: 'journey', conversationId: id }, definitions)).toMatchObject({
      status: 'closed',
      outcome: 'rejected',
    });
  }, 60_000);

  it('appends what a child reports too late, where that is its policy', async () => {
    const { id, north, south } = await setOut('tour', TourWanted({ note: 'north south' }));
    await at.say(north, SeatTaken({ note: '1a' }));
    const partial = ['leg.booked north 1a', 'tour.booked north 1a without leg:south'];
    await tells(id, ...partial);
    await at.say(south, SeatTaken({ note: '7b' }));
    await tells(id, ...partial, 'leg.booked south 7b', 'tour.extended north 1a, south 7b');
  }, 60_000);
});

describe('a child without a parent', () => {
  it('ends as it would, and tells nobody', async () => {
    const id = randomUUID();
    await at.say(id, LegWanted({ note: 'east' }), SeatTaken({ note: '3c' }));
    await tells(id, 'leg.fixed 3c');
  }, 60_000);
});
