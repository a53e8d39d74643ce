import { afterEach, describe, expect, it } from '@jest/globals';
import type { PrepareContext } from '@troupe/agent-sdk';
import { systemTiming, type Timing } from '@troupe/contracts';
import type { Channel, Notice } from './channels/channel.ts';
import { startMailServer, startReceiver } from './channels.fixture.ts';
import { mailChannel } from './channels/mail-channel.ts';
import { signatureOf } from './channels/sign.ts';
import { webhookChannel } from './channels/webhook-channel.ts';
import { deliver } from './deliver.ts';
import { channelsOf, notifierSettings } from './settings.ts';

const NOTICE = { subject: 'Critical ticket: delay', text: 'Critical ticket: delay\nTicket c-1' };
const SECRET = 'a secret of the house';
const NOW_MS = 1_764_288_000_500;

const closing: { close(): Promise<void> }[] = [];
const kept = <Server extends { close(): Promise<void> }>(server: Server): Server => (closing.push(server), server);
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});

/** Records nothing, and gives each step a key. */
const record = ((name: string, ask: (context: unknown) => unknown) =>
  ask({ idempotencyKey: `key-${name}`, signal: new AbortController().signal })) as unknown as PrepareContext['record'];

/** Pauses between attempts take no time. */
const timing: Timing = { ...systemTiming, after: (_, run) => systemTiming.after(0, run) };

const told = (channel: Channel, notice: Omit<Notice, 'key'> = NOTICE, attempts = 3) =>
  deliver([channel], notice, { record }, { attempts, timing });

describe('a webhook', () => {
  it('is told in the form that Slack takes, signed with the time, under a key', async () => {
    const { url, received } = kept(await startReceiver());
    const channel = webhookChannel({ url, secret: SECRET, clock: () => NOW_MS });
    expect(await told(channel)).toEqual([
      { channel: 'webhook', delivered: true, proof: 'HTTP 200', messageId: 'key-webhook', attempts: 1 },
    ]);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(JSON.parse(body)).toEqual({ text: NOTICE.text });
    expect(headers).toMatchObject({ 'idempotency-key': 'key-webhook', 'x-troupe-timestamp': '1764288000' });
    expect(headers['x-troupe-signature']).toBe(signatureOf(body, { secret: SECRET, timestamp: 1_764_288_000 }));
  });

  it('that is broken for a while is told again under the same key', async () => {
    const { url, received } = kept(await startReceiver(503, 429));
    expect(await told(webhookChannel({ url }))).toMatchObject([{ delivered: true, attempts: 3 }]);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it.each([404, 302])('that answers with %s is not tried again, and the proof says so', async (status) => {
    const { url, received } = kept(await startReceiver(status));
    expect(await told(webhookChannel({ url }))).toEqual([
      { channel: 'webhook', delivered: false, proof: `the webhook answered with HTTP ${status}`, messageId: null, attempts: 1 }, // prettier-ignore
    ]);
    expect(received).toHaveLength(1);
  });

  it('that stays broken is given up after as many attempts as there are', async () => {
    const { url } = kept(await startReceiver(500, 500, 500));
    expect(await told(webhookChannel({ url }), NOTICE, 2)).toMatchObject([{ delivered: false, attempts: 2 }]);
  });
});

describe('the signature', () => {
  it('is the one that the documentation of Slack works out', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const signing = { secret: '8f742231b10e8888abcd99yyyzzz85a5', timestamp: 1_531_420_618 };
    expect(signatureOf(body, signing)).toBe('v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503');
  });
});

describe('mail', () => {
  const to = { from: 'troupe@example.org', to: 'ann@example.org' };

  it('is sent by SMTP, known by a Message-ID that derives from its key', async () => {
    const { url, mails } = kept(await startMailServer());
    expect(await told(mailChannel({ url, ...to }))).toEqual([
      { channel: 'mail', delivered: true, proof: expect.stringMatching(/^250 /), messageId: '<key-mail@troupe>', attempts: 1 }, // prettier-ignore
    ]);
    expect(mails).toEqual([expect.stringMatching(/To: ann@example\.org[^]*Subject: Critical ticket: delay[^]*Message-ID: <key-mail@troupe>[^]*Ticket c-1/)]); // prettier-ignore
  });

  it.each([
    [550, 1],
    [450, 3],
  ])('that is refused with %s is tried %s times', async (code, attempts) => {
    const { url } = kept(await startMailServer({ code }));
    expect(await told(mailChannel({ url, ...to }))).toMatchObject([{ delivered: false, messageId: null, attempts }]);
  });

  it('puts no second header into the first', async () => {
    const { url, mails } = kept(await startMailServer());
    await told(mailChannel({ url, ...to }), { ...NOTICE, subject: 'x\r\nBcc: eve@example.org' });
    expect(mails[0]).not.toMatch(/^Bcc:/m);
  });
});

describe('the channels', () => {
  const named = (env: Record<string, string>) => channelsOf(notifierSettings.parse(env)).map(({ name }) => name);

  it('are those that the environment names, and none otherwise', () => {
    const mail = { NOTIFY_SMTP_URL: 'smtp://mail', NOTIFY_MAIL_FROM: 'a@b.org', NOTIFY_MAIL_TO: 'c@d.org' };
    expect(named({})).toEqual([]);
    expect(named({ NOTIFY_WEBHOOK_URL: 'https://hooks.example.org/x', ...mail })).toEqual(['webhook', 'mail']);
  });

  it.each([
    { NOTIFY_WEBHOOK_URL: 'file:///etc/passwd' },
    { NOTIFY_SMTP_URL: 'smtp://mail' },
    { NOTIFY_WEBHOOK_SECRET: 'short' },
  ])('are refused as %j', (env) => expect(notifierSettings.safeParse(env).success).toBe(false));
});
