import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { booked, placed, reserved, verified } from '../orders.fixture.ts';
import { openOperation, type OperationUnderTest } from './operation.fixture.ts';

let at: OperationUnderTest;

beforeAll(async () => {
  at = await openOperation('sagas-instructing');
  await at.fold('done', placed, verified, reserved, booked);
  await at.fold('open', placed, verified);
}, 60_000);

afterAll(async () => {
  const { db } = at.engine.database;
  const requests = await db.selectFrom('operator_requests').selectAll().execute();
  await at.close();
  expect(requests).toEqual([]);
});

const good = { action: 'cancel', where: { conversation: 'open' }, reason: 'a spec', by: 'ada' };

describe('a dry run', () => {
  it('says what would become of each that is meant, and writes nothing', async () => {
    const said = { ...good, action: 'force', outcome: 'rejected', where: { saga: 'order' } };
    const answer = await at.post(JSON.stringify(said));
    const { count, instructions } = answer.json<{ count: number; instructions: { conversation: string }[] }>();
    expect(count).toBe(2);
    expect(new Map(instructions.map((each) => [each.conversation, each]))).toEqual(
      new Map([
        ['open', expect.objectContaining({ result: 'applied', after: 'rolling-back', publishes: ['order.rejected'] })],
        ['done', expect.objectContaining({ result: 'refused', why: 'it is completed already', publishes: [] })],
      ]),
    );
    expect((await at.get('/v1/sagas/order/open')).json()).toMatchObject({ status: 'running', facts: 2 });
  });

  it.each([
    ['retry', { action: 'retry', step: 'reserve' }, /how the participant of step 'reserve' is asked again/],
    ['force', { action: 'force', outcome: 'completed' }, /without reserve, ship: onForced/],
    ['resume', { action: 'resume' }, /not paused/],
  ])('of %s says why it would be refused', async (_, said, why) => {
    const answer = await at.post(JSON.stringify({ ...good, ...said }));
    expect(answer.json()).toMatchObject({ instructions: [{ result: 'refused', why: expect.stringMatching(why) }] });
  });
});

const WRONG: readonly (readonly [what: string, body: unknown, field: string, message: RegExp])[] = [
  ['an unknown field', { ...good, colour: 'red' }, 'colour', /not a known field/],
  ['an unknown field of the filter', { ...good, where: { colour: 'red' } }, 'where.colour', /not a known field/],
  ['an empty filter', { ...good, where: {} }, 'where', /which sagas/],
  ['no filter', { ...good, where: undefined }, 'where', /./],
  ['no reason', { ...good, reason: ' ' }, 'reason', /empty/],
  ['nobody', { ...good, by: undefined }, 'by', /./],
  ['an unknown action', { ...good, action: 'drop' }, 'action', /one of pause/],
  ['a retry of no step', { ...good, action: 'retry' }, 'step', /missing/],
  ['a step to cancel', { ...good, step: 'reserve' }, 'step', /retry alone/],
  ['a force to nothing', { ...good, action: 'force' }, 'outcome', /missing/],
  ['a real run that expects nothing', { ...good, dryRun: false }, 'expect', /missing/],
  ['half a saga', { ...good, dryRun: false, expect: 1.5 }, 'expect', /./],
  ['a text for yes', { ...good, dryRun: 'no' }, 'dryRun', /true or false/],
  ['an age that is none', { ...good, where: { olderThan: "1'; drop table sagas" } }, 'where.olderThan', /duration/],
  ['a list', [good], '', /./],
];

describe('an instruction that does not fit', () => {
  it.each(WRONG)('%s is refused by the name of its field', async (_, body, field, message) => {
    const answer = await at.post(JSON.stringify(body), { 'idempotency-key': randomUUID() });
    expect(answer.json()).toMatchObject({
      status: 400,
      errors: expect.arrayContaining([{ field, message: expect.stringMatching(message) }]),
    });
  });

  it('is refused without a token, with a body that is too large, and with one that is no JSON', async () => {
    expect((await at.post(JSON.stringify(good), { authorization: '' })).statusCode).toBe(401);
    expect((await at.post(JSON.stringify({ ...good, reason: 'x'.repeat(2_000_000) }))).statusCode).toBe(413);
    expect((await at.post('{"action":')).statusCode).toBe(400);
    expect((await at.post('action=cancel', { 'content-type': 'text/plain' })).statusCode).toBe(415);
  });

  it('is refused when nobody or not as many are meant as were expected, whatever the filter looks like', async () => {
    const real = { ...good, dryRun: false, expect: 1 };
    const key = { 'idempotency-key': randomUUID() };
    const send = async (changes: object) => (await at.post(JSON.stringify({ ...real, ...changes }), key)).statusCode;
    expect(await send({ where: { saga: 'order' } })).toBe(409);
    expect(await send({ where: { conversation: "' or '1'='1" } })).toBe(404);
    expect(await send({ where: { key: "x'; delete from sagas; --" } })).toBe(404);
    expect((await at.post(JSON.stringify(real))).statusCode).toBe(400);
    expect((await at.get('/v1/sagas')).json<{ sagas: unknown[] }>().sagas).toHaveLength(2);
  });
});
