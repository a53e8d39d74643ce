import { describe, expect, it } from '@jest/globals';
import type { GatewayClient, TimelineEvent } from '../gateway-client.ts';
import { runDeliveryDemo } from './delivery-demo.ts';
import { outcomeOf } from './feature-story.ts';
import { exampleFeature, questions, timeline, type Told } from './story.fixture.ts';

type Gateway = Pick<GatewayClient, 'requestFeature' | 'answerFeature' | 'follow'>;

/** A gateway whose conversations go on with what a spec says: first this, and that once they are answered. */
const played = (course: Readonly<Record<string, readonly (readonly Told[])[]>>) => {
  const answers: unknown[] = [];
  const gateway: Gateway = {
    requestFeature: (feature) => Promise.resolve((feature as { title: string }).title),
    answerFeature: (_, given) => Promise.resolve(void answers.push(given)),
    follow: async (name, { isOver, onEvents }, signal) => {
      const told = (course[name] ?? []).slice(0, answers.length + 1).flat();
      const events: TimelineEvent[] = [];
      for (const event of timeline(...told)) {
        events.push(event);
        onEvents?.(events);
        if (isOver(events)) return events;
      }
      return new Promise((_, reject) => {
        const stop = (): void => reject(signal.reason as Error);
        if (signal.aborted) stop();
        signal.addEventListener('abort', stop);
      });
    },
  };
  return { gateway, answers };
};

const asked: readonly Told[] = [
  ['feature.requested', 0],
  ['spec.rejected', 10, questions('examples-contradict')],
];
const signal = new AbortController().signal;
const rest = { run: 'r-1', onProgress: () => undefined, withinMs: 60_000, signal };

describe('the delivery demo', () => {
  it('answers what is asked where an answer is known, and follows on to the end', async () => {
    const { gateway, answers } = played({ fee: [asked, [['spec.answered', 20], ['feature.delivered', 30]]] }); // prettier-ignore
    const features = [
      exampleFeature('fee', { answer: { kind: 'by-rule', answers: { 'examples-contradict': '3.5' } } }),
    ];
    const stories = await runDeliveryDemo({ ...rest, gateway, features });
    expect(stories.map(outcomeOf)).toEqual(['delivered']);
    expect(answers).toEqual([{ answers: [{ question: 'examples-contradict-1', answer: '3.5' }], answeredBy: 'demo' }]);
  });

  it('answers with the feature rewritten', async () => {
    const { gateway, answers } = played({ fee: [asked, [['feature.delivered', 30]]] });
    const features = [exampleFeature('fee', { answer: { kind: 'rewritten', feature: 'Feature: fee' } })];
    await runDeliveryDemo({ ...rest, gateway, features });
    expect(answers).toEqual([{ feature: 'Feature: fee', answeredBy: 'demo' }]);
  });

  it('leaves a question open that nobody here can answer', async () => {
    const { gateway, answers } = played({ one: [asked], other: [asked] });
    const byOther = { kind: 'by-rule', answers: { 'no-outcome': '1' } } as const;
    const features = [exampleFeature('one'), exampleFeature('other', { answer: byOther })];
    const stories = await runDeliveryDemo({ ...rest, gateway, features });
    expect(stories.map(outcomeOf)).toEqual(['waiting', 'waiting']);
    expect(answers).toEqual([]);
  });

  it('tells what is not done in time as it is, beside what is done', async () => {
    const { gateway } = played({ slow: [[['feature.requested', 0]]], fast: [[['feature.abandoned', 5]]] });
    const features = [exampleFeature('slow'), exampleFeature('fast')];
    const stories = await runDeliveryDemo({ ...rest, gateway, features, withinMs: 50 });
    expect(stories.map(outcomeOf)).toEqual(['open', 'abandoned']);
  });

  it('ends when it is interrupted', async () => {
    const { gateway } = played({ slow: [[['feature.requested', 0]]] });
    const interrupt = AbortSignal.abort(new Error('Ctrl-C'));
    const running = runDeliveryDemo({ ...rest, gateway, features: [exampleFeature('slow')], signal: interrupt });
    await expect(running).rejects.toThrow('Ctrl-C');
  });
});
