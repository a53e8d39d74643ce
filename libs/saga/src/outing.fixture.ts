import { SagaInstructed, type SagaInstructedInput } from '@troupe/contracts';
import { defineSaga } from './define-saga.ts';
import type { EventFact } from './fact.ts';
import type { SagaDefinition } from './saga-definition.ts';
import {
  FlightBooked,
  FlightRefused,
  FlightReturned,
  noteEvent,
  seen,
  TripBooked,
  TripClosed,
  TripRefused,
  TripRequested,
  WeatherKnown,
} from './trip.fixture.ts';

/** Asks for the weather again. */
export const WeatherAsked = noteEvent('weather.asked');
export const WeatherAway = noteEvent('weather.away');
export const ok = { note: 'ok' };

const options = {
  name: 'outing',
  startedBy: TripRequested,
  steps: {
    flight: { completedBy: FlightBooked, failedBy: [FlightRefused], within: '30s', compensatedBy: FlightReturned },
    weather: { completedBy: WeatherKnown, failedBy: [WeatherAway], within: '5s', optional: true },
  },
  asks: { weather: { retry: () => WeatherAsked(ok) } },
  publishes: [TripBooked, TripRefused, TripClosed, WeatherAsked],
  onCompleted: () => TripBooked(ok),
  onRejected: ({ instructed }: { readonly instructed: { readonly reason: string } | undefined }) =>
    TripRefused({ note: instructed?.reason ?? 'by itself' }),
  onClosed: () => TripClosed(ok),
} as const;

/** Refuses what it has no event for. */
export const outing: SagaDefinition = defineSaga(options);
/** Knows how it completes without steps, and how it is taken back. */
export const lenient: SagaDefinition = defineSaga({
  ...options,
  onForced: ({ steps, instructed }) =>
    TripBooked({ note: `${steps.flight?.note ?? 'no flight'}: ${instructed?.by ?? ''}` }),
  onRevoked: ({ instructed }) => TripRefused({ note: `taken back: ${instructed?.reason ?? ''}` }),
});

type Said = Partial<SagaInstructedInput> & { readonly action: SagaInstructedInput['action'] };

/** An instruction as the log took it, so many milliseconds after T0. */
export const told = (said: Said, atMs: number, id = `${said.action} at ${atMs}`): EventFact =>
  seen(SagaInstructed({ saga: 'outing', reason: 'a spec', by: 'ada', ...said }), atMs, id);
