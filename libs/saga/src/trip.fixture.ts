import { eventType, type AvroRecordSchema, type Draft, type EventType } from '@troupe/contracts';
import { defineSaga } from './define-saga.ts';
import type { DecisionFact, EventFact, SagaFact, TimerFact } from './fact.ts';
import type { SagaDefinition } from './saga-definition.ts';

/** Data of every event of these specs. */
export interface Note {
  readonly note: string;
}

/** Any event: which one is all that matters here. */
export const noteEvent = <Type extends string>(type: Type): EventType<Type, Note> => {
  const schema: AvroRecordSchema = { type: 'record', name: 'Note', fields: [{ name: 'note', type: 'string' }] };
  return eventType<Type, Note>({ type, domain: 'travel', schema });
};

export const TripRequested = noteEvent('trip.requested');
export const TripWithdrawn = noteEvent('trip.withdrawn');
export const FlightBooked = noteEvent('flight.booked');
export const FlightRefused = noteEvent('flight.refused');
export const FlightReturned = noteEvent('flight.returned');
export const HotelBooked = noteEvent('hotel.booked');
export const HotelRefused = noteEvent('hotel.refused');
export const HotelReturned = noteEvent('hotel.returned');
export const VisaGranted = noteEvent('visa.granted');
export const VisaDenied = noteEvent('visa.denied');
export const WeatherKnown = noteEvent('weather.known');
export const TripBooked = noteEvent('trip.booked');
export const TripRefused = noteEvent('trip.refused');
export const TripClosed = noteEvent('trip.closed');

/** Two steps that are undone, one that is not, and one that can be done without. */
export const trip: SagaDefinition = defineSaga({
  name: 'trip',
  startedBy: TripRequested,
  cancelledBy: TripWithdrawn,
  steps: {
    flight: { completedBy: FlightBooked, failedBy: [FlightRefused], within: '30s', compensatedBy: FlightReturned },
    hotel: { completedBy: HotelBooked, failedBy: [HotelRefused], within: '20s', compensatedBy: HotelReturned },
    visa: { completedBy: VisaGranted, failedBy: [VisaDenied], within: '30s' },
    weather: { completedBy: WeatherKnown, within: '5s', optional: true },
  },
  publishes: [TripBooked, TripRefused, TripClosed],
  onCompleted: ({ start, steps }) => TripBooked({ note: `${start.note}: ${steps.flight.note}, ${steps.hotel.note}` }),
  onRejected: ({ refusals, missing }) =>
    TripRefused({ note: [...refusals.map(({ step, data }) => `${step} ${data.note}`), ...missing].join(', ') }),
  onClosed: ({ outcome, compensations }) =>
    TripClosed({ note: `${outcome}; ${Object.keys(compensations).toSorted().join(', ')}` }),
  packaged: { table: 'trips', row: ({ conversationId, outcome }) => ({ id: conversationId, outcome }) },
});

/** When the trips of these specs are requested. */
export const T0 = 1_700_000_000_000;

/** An event `atMs` after the request; its id is its type unless that matters. */
export const seen = ({ type, data }: Draft, atMs: number, id = type): EventFact => ({
  kind: 'event',
  id,
  type,
  appendedMs: T0 + atMs,
  timeMs: T0 + atMs,
  data,
});

export const passed = (step: string): TimerFact => ({ kind: 'timer', id: `timer ${step}`, step, dueMs: 0 });

export const decided = (decision: DecisionFact['decision']): DecisionFact => ({
  kind: 'decision',
  id: `decision ${decision}`,
  decision,
  decidedMs: T0,
});

const ok: Note = { note: 'ok' };

/** Everything that makes a trip. */
export const allGood: readonly SagaFact[] = [
  seen(TripRequested(ok), 0),
  seen(FlightBooked(ok), 1),
  seen(HotelBooked(ok), 2),
  seen(VisaGranted(ok), 3),
  seen(WeatherKnown(ok), 4),
];
