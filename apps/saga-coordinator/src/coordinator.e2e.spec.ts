import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sagaDecisionId } from '@troupe/contracts';
import { startServiceProcess, type ServiceProcess } from '@troupe/testing';
import { choreography } from './choreography.ts';
import { openCoordinatorPlace, type CoordinatorPlace } from './coordinator.fixture.ts';
import { booked, flagged, placed, released, reserved, unbooked, verified } from './orders.fixture.ts';

let at: CoordinatorPlace;
beforeAll(async () => {
  at = await openCoordinatorPlace('coordinator-process', [...choreography.consumes, ...choreography.publishes]);
}, 60_000);
afterAll(() => at.close(), 60_000);

const start = (): Promise<ServiceProcess> =>
  startServiceProcess({
    main: join(import.meta.dirname, 'main.ts'),
    env: { ...at.place.env, LOG_LEVEL: 'info', KAFKA_SESSION_TIMEOUT: '3s' },
  });

describe('the coordinator as a process', () => {
  it('resolves every order once though it is killed again and again', async () => {
    const orders = Array.from({ length: 60 }, () => randomUUID());
    let coordinator = await start();
    for (const [nth, id] of orders.entries()) {
      if (nth % 2 === 0) await at.say(id, placed, verified, reserved, booked);
      else await at.say(id, placed, flagged, released, unbooked);
      if (nth % 20 !== 10) continue;
      await coordinator.kill('SIGKILL');
      coordinator = await start();
    }
    for (const [nth, id] of orders.entries()) {
      const isGood = nth % 2 === 0;
      await at.sends(id, ...(isGood ? ['order.confirmed'] : ['order.rejected', 'order.closed']));
      const decisions = isGood ? ['completed'] : ['rejected', 'closed'];
      const ids = decisions.map((decision) => sagaDecisionId('order', id, decision));
      expect(at.concluded(id).map(({ envelope }) => envelope.id)).toEqual(ids);
      expect(await at.order(id)).toMatchObject({ status: isGood ? 'confirmed' : 'closed' });
    }
    expect(await coordinator.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  }, 180_000);
});
