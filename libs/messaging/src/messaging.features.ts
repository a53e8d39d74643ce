import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import {
  createFeatureContext,
  type FeatureContext,
  type MessagingUnderTest,
} from './features/feature-context.fixture.ts';
import { groupFeatures } from './features/group.features.ts';
import { handlingFeatures } from './features/handling.features.ts';
import { caughtUpFeatures } from './features/log-time.features.ts';
import { publishingFeatures } from './features/publishing.features.ts';
import { readingFeatures } from './features/reading.features.ts';
import { stoppingFeatures } from './features/stopping.features.ts';
import { tailFeatures } from './features/tail.features.ts';
import { throttlingFeatures } from './features/throttling.features.ts';

/** What is promised of messaging, whatever carries it: the in-memory twin and Kafka pass the same specs. */
export const messagingFeatures = (name: string, open: () => Promise<MessagingUnderTest>): void => {
  jest.setTimeout(60_000);
  describe(name, () => {
    let under: MessagingUnderTest;
    let context: FeatureContext;
    beforeAll(async () => {
      under = await open();
      context = await createFeatureContext(under);
    });
    afterAll(() => under.close());

    for (const features of [
      publishingFeatures,
      handlingFeatures,
      throttlingFeatures,
      stoppingFeatures,
      groupFeatures,
      caughtUpFeatures,
      readingFeatures,
      tailFeatures,
    ])
      features(() => context);
  });
};
