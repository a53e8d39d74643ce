import { describe, expect, it } from '@jest/globals';
import { defineSaga } from './define-saga.ts';
import { drawSaga } from './draw-saga.ts';
import { Asked, concluding, QuoteMade, QuoteRefused, RivalQuoted, SuppliersChosen } from './quote.fixture.ts';
import { trip } from './trip.fixture.ts';

describe('a saga that is drawn', () => {
  it('shows what starts it, what it waits for, and how it can end', () =>
    expect(drawSaga(trip).split('\n')).toEqual([
      'flowchart LR',
      '  start(["trip.requested"])',
      '  step_flight["flight<br/>flight.booked<br/>within 30s"]',
      '  step_hotel["hotel<br/>hotel.booked<br/>within 20s"]',
      '  step_visa["visa<br/>visa.granted<br/>within 30s"]',
      '  step_weather["weather<br/>weather.known<br/>within 5s<br/>optional"]',
      '  start --> step_flight',
      '  start --> step_hotel',
      '  start --> step_visa',
      '  start --> step_weather',
      '  step_flight -. "flight.refused<br/>no answer" .-> rejected',
      '  step_hotel -. "hotel.refused<br/>no answer" .-> rejected',
      '  step_visa -. "visa.denied<br/>no answer" .-> rejected',
      '  completed(["completed: all"])',
      '  rejected(["rejected"])',
      '  closed(["closed"])',
      '  step_flight --> completed',
      '  step_hotel --> completed',
      '  step_visa --> completed',
      '  step_weather --> completed',
      '  cancelled(["trip.withdrawn"])',
      '  rejected -->|at once| undo',
      '  cancelled -->|at once| undo',
      '  undo["flight: flight.returned<br/>hotel: hotel.returned"]',
      '  undo --> closed',
    ]));

  it('shows order, items, whom it asks, and the deadline of the whole', () => {
    const lines = drawSaga(
      defineSaga({
        ...concluding,
        steps: {
          quote: {
            completedBy: QuoteMade,
            failedBy: [QuoteRefused],
            within: '90s',
            forEach: { of: SuppliersChosen, atMost: 5 },
          },
          'last-look': { completedBy: RivalQuoted, within: '1.5s', after: 'quote', onTimeout: { person: '2d' } },
        },
        items: { quote: { keys: () => [], keyOf: () => '' } },
        asks: { 'last-look': { begin: () => Asked({ note: '' }), overdue: () => Asked({ note: '' }) } },
        within: '1h',
        onTimeout: 'partial',
      }),
    );
    for (const line of [
      'step_quote[["quote<br/>one per item of suppliers.chosen, at most 5<br/>quote.made<br/>within 90s"]]',
      'step_last_look["last-look<br/>rival.quoted<br/>within 1500ms"]',
      'step_quote -->|is asked| step_last_look',
      'step_last_look_overdue{{"a person<br/>within 2d"}}',
      'step_last_look_overdue -. "no answer" .-> rejected',
      'step_last_look & step_last_look_overdue --> completed',
      'start -. "after 1h" .-> completed',
      'rejected --> closed',
    ])
      expect(lines.split('\n')).toContain(`  ${line}`);
  });
});
