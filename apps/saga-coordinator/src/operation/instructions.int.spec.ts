import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceHandle } from '@troupe/agent-sdk';
import { childConversationId, TransactionCreated } from '@troupe/contracts';
import { eventually } from '@troupe/testing';
import { runSagas } from '../command/run-sagas.ts';
import { openCoordinatorPlace, type CoordinatorPlace } from '../coordinator.fixture.ts';
import { booked, flagged, nothingReleased, placed, released, reserved, unbooked, verified } from '../orders.fixture.ts';
import type { Foreseen } from './foresee.ts';
import { TOKEN } from './operation.fixture.ts';
import type { SagaDetail } from './show-saga.ts';

let at: CoordinatorPlace;
let coordinator: ServiceHandle;
let url: string;

beforeAll(async () => {
  at = await openCoordinatorPlace('sagas-instructed');
  const listening = Promise.withResolvers<string>();
  coordinator = await at.start({
    answerWithin: '60s',
    api: { host: '127.0.0.1', port: 0, token: TOKEN, onListening: listening.resolve },
  });
  url = await listening.promise;
}, 60_000);

afterAll(async () => {
  await coordinator.stop();
  await at.close();
}, 60_000);

/** The command as an operator runs it. */
const sagas = async (...args: readonly string[]) => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runSagas({
    args,
    env: { SAGAS_URL: url, SAGAS_TOKEN: TOKEN },
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
};

const show = async (id: string): Promise<SagaDetail> =>
  // What the command prints with --json.
  JSON.parse((await sagas('show', 'order', id, '--json')).out) as SagaDetail;

const about = (id: string): readonly string[] => ['--saga', 'order', '--conversation', id, '--reason', 'a spec', '--by', 'ada']; // prettier-ignore

const reaches = (id: string, status: string): Promise<void> =>
  eventually(async () => expect(await at.saga(id)).toMatchObject({ status }), { timeoutMs: 10_000 });

const begin = async (...drafts: Parameters<CoordinatorPlace['say']>[1][]): Promise<string> => {
  const id = randomUUID();
  await at.say(id, placed, ...drafts);
  await eventually(async () => expect(await at.saga(id)).toMatchObject({ facts: 1 + drafts.length }));
  return id;
};

const post = async (body: object, key?: string) => {
  const response = await fetch(`${url}/v1/instructions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: JSON.stringify(body),
  });
  // The interface answers with JSON.
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
};

describe('a paused saga', () => {
  it('has no deadline and keeps what comes; once resumed it has the time that was left, and is confirmed', async () => {
    const id = await begin(verified);
    const dueMs = (await at.saga(id))?.due_ms ?? 0;
    const paused = await sagas('pause', ...about(id), '--yes');
    expect(paused).toMatchObject({ code: 0, out: expect.stringContaining('accepted: 1') });
    await reaches(id, 'paused');
    expect(await at.saga(id)).toMatchObject({ due_ms: null });
    expect((await sagas('list', '--status', 'paused', '--conversation', id)).out).toContain(id);
    await at.say(id, reserved);
    await eventually(async () => expect(await at.saga(id)).toMatchObject({ facts: 4, status: 'paused' }));
    await sagas('resume', ...about(id), '--yes');
    await reaches(id, 'running');
    const said = (await show(id)).timeline?.filter(({ what }) => what === 'saga.instructed') ?? [];
    const [from = 0, until = 0] = said.map(({ atMs }) => atMs);
    expect(await at.saga(id)).toMatchObject({ due_ms: dueMs + until - from });
    await at.say(id, booked);
    await at.sends(id, 'order.confirmed');
  });
});

describe('a cancelled saga', () => {
  it('is rejected with the reason, undone and closed; who said so is among its facts', async () => {
    const id = await begin(reserved);
    expect((await sagas('cancel', ...about(id))).out).toContain('nothing was done');
    expect(at.concluded(id)).toEqual([]);
    await sagas('cancel', ...about(id), '--yes');
    await at.sends(id, 'order.rejected');
    expect(at.concluded(id)[0]?.data).toMatchObject({
      reasons: expect.arrayContaining([{ step: 'order', code: 'operator.cancel', detail: 'a spec (ada)' }]),
    });
    await at.say(id, released, unbooked);
    await at.sends(id, 'order.rejected', 'order.closed');
    const { timeline } = await show(id);
    expect(timeline?.find(({ what }) => what === 'saga.instructed')).toMatchObject({
      data: { action: 'cancel', by: 'ada', reason: 'a spec', saga: 'order' },
    });
    expect(timeline?.find(({ what }) => what === 'cancel')).toMatchObject({ kind: 'decision', changed: ['applied'] });
  });

  it('is taken back though it was confirmed, once: again it is refused, at the dry run and in the log', async () => {
    const id = await begin(verified, reserved, booked);
    await at.sends(id, 'order.confirmed');
    await sagas('cancel', ...about(id), '--yes');
    await at.sends(id, 'order.confirmed', 'order.rejected');
    await at.say(id, released, unbooked);
    await at.sends(id, 'order.confirmed', 'order.rejected', 'order.closed');
    expect(await sagas('cancel', ...about(id), '--yes')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/SAGA_REFUSED.*is rejected already/),
    });
    const body = { action: 'cancel', where: { conversation: id }, reason: 'all the same', by: 'ada' };
    expect(await post({ ...body, dryRun: false, expect: 1 }, randomUUID())).toMatchObject({ status: 202 });
    await eventually(async () =>
      expect((await show(id)).timeline).toContainEqual(
        expect.objectContaining({
          what: 'cancel',
          changed: [expect.stringMatching(/^refused: it is rejected already/)],
        }),
      ),
    );
    expect(await at.order(id)).toMatchObject({ status: 'closed', outcome: 'rejected' });
    await at.sends(id, 'order.confirmed', 'order.rejected', 'order.closed');
  });
});

describe('a forced saga', () => {
  it('is rejected at once though no step has answered', async () => {
    const id = await begin();
    await sagas('force', 'rejected', ...about(id), '--yes');
    await at.sends(id, 'order.rejected');
    expect(await at.order(id)).toMatchObject({
      status: 'rejected',
      reasons: expect.arrayContaining([{ step: 'order', code: 'operator.force', detail: 'a spec (ada)' }]),
    });
    expect((await sagas('force', 'completed', ...about(id), '--yes')).code).toBe(1);
  });
});

describe('a re-triggered saga', () => {
  it('starts anew in a conversation of its own, whose parent it is', async () => {
    const id = await begin(flagged);
    await at.say(id, nothingReleased, unbooked);
    await at.sends(id, 'order.rejected', 'order.closed');
    await sagas('retrigger', ...about(id), '--yes');
    const instruction = await eventually(async () => {
      const found = (await show(id)).timeline?.find(({ what }) => what === 'saga.instructed');
      expect(found).toBeDefined();
      return found?.id ?? '';
    });
    const again = childConversationId(instruction, 'retrigger');
    await eventually(() =>
      expect(at.concluded(again)[0]).toMatchObject({
        type: TransactionCreated.type,
        data: placed.data,
        envelope: { parentId: id, causationId: instruction },
      }),
    );
    await reaches(again, 'running');
  });
});

describe('many sagas', () => {
  it('are told together: as many as the dry run said, or none, and once', async () => {
    const customer = `customer-${randomUUID()}`;
    const ids = Array.from({ length: 3 }, () => randomUUID());
    for (const id of ids) await at.say(id, TransactionCreated({ ...placed.data, customerId: customer }));
    const [done] = ids;
    await at.say(done ?? '', verified, reserved, booked);
    await at.sends(done ?? '', 'order.confirmed');
    const body = { action: 'pause', where: { key: customer }, reason: 'stock is counted', by: 'ada' };
    const dry = await eventually(async () => {
      const { answer } = await post(body);
      expect(answer).toMatchObject({ count: 3 });
      // See foreseenSchema.
      return answer as { readonly instructions: readonly Foreseen[] };
    });
    expect(dry.instructions.map(({ result }) => result).toSorted()).toEqual(['applied', 'applied', 'refused']);
    expect(await post({ ...body, dryRun: false }, randomUUID())).toMatchObject({ status: 400 });
    expect(await post({ ...body, dryRun: false, expect: 2 }, randomUUID())).toMatchObject({ status: 409 });
    const key = randomUUID();
    const real = { ...body, dryRun: false, expect: 3 };
    const accepted = { status: 202, answer: { status: 'accepted', count: 3 } };
    expect(await Promise.all([post(real, key), post(real, key)])).toEqual([accepted, accepted]);
    for (const id of ids.slice(1)) await reaches(id, 'paused');
    expect(await post(real, key)).toEqual(accepted);
    expect(await post({ ...real, reason: 'another' }, key)).toMatchObject({ status: 422 });
    expect(await at.saga(ids[1] ?? '')).toMatchObject({ facts: 2 });
  });
});
