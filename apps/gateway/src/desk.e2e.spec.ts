import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterTopicSpec } from '@troupe/agent-sdk';
import { EVENT_TYPES, ReplyDrafted, SupportCritical } from '@troupe/contracts';
import {
  eventually,
  openServicePlace,
  startServiceProcess,
  type ServicePlace,
  type ServiceProcess,
} from '@troupe/testing';
import { chromium, type Browser, type Page } from 'playwright-core';
import { DESK_SECRET, tokenOf } from './gateway.fixture.ts';
import { hashOf } from './identity/operators.ts';

const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const mainOf = (app: string): string => join(import.meta.dirname, `../../${app}/src/main.ts`);

let opened: ServicePlace;
let services: readonly ServiceProcess[] = [];
let browser: Browser | undefined;
const complaints: string[] = [];

beforeAll(async () => {
  if (BROWSER === undefined) return;
  // The ledger reads every topic.
  opened = await openServicePlace({ name: 'gateway', consumes: EVENT_TYPES, publishes: [] });
  await opened.log.messaging.topics().apply([deadLetterTopicSpec('ledger')]);
  const env = { ...opened.place.env, DESK_OPERATORS: `Ada:operator:${hashOf(tokenOf('Ada'))}`, DESK_SECRET };
  services = await Promise.all(['gateway', 'ledger'].map((app) => startServiceProcess({ main: mainOf(app), env })));
  browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
}, 120_000);

afterAll(async () => {
  if (BROWSER === undefined) return;
  await browser?.close();
  await Promise.all(services.map((service) => service.kill()));
  await opened.close();
}, 60_000);

const CRITICAL = SupportCritical({
  ...{ score: -0.8, confidence: 0.9, calibration: 'ESTIMATED', threshold: -0.5, urgency: 'HIGH' },
  ...{ topic: 'lost-property', reasons: [{ cue: 'complaint', text: 'lost my bag', weight: 1.9 }], decidedBy: 'spec' },
});
const QUOTE = 'Most bags are found within 48 hours.';
const DRAFTED = ReplyDrafted({
  ...{ found: true, reply: `${QUOTE} [1]`, searched: 1, writtenBy: 'spec' },
  citations: [{ file: 'bags.md', heading: 'Lost bags', quote: QUOTE, score: 3.2 }],
});

/** A page, whose complaints about itself are kept: an unknown sign-in is none. */
const visit = async (path: string): Promise<Page> => {
  // Launched before any test.
  const page = await (await browser!.newContext()).newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('401')) complaints.push(line.text());
  });
  await page.goto(`${services[0]?.url ?? ''}${path}`);
  return page;
};

const conversationOf = async (chat: Page): Promise<string> => {
  await chat.waitForURL(/#/);
  const [claims = ''] = new URL(chat.url()).hash.slice(1).split('.');
  // What the gateway signed.
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { conversationId: string }).conversationId;
};

const inBrowser = BROWSER === undefined ? describe.skip : describe;

inBrowser('the desk and the chat, in a browser', () => {
  it('bring a customer and an operator together, by keys alone', async () => {
    const chat = await visit('/chat');
    await chat.getByLabel('Your name or customer number').fill('Maria');
    await chat.getByLabel('What is it about?').fill('You lost my bag again');
    await chat.getByRole('button', { name: 'Start' }).click();
    const conversationId = await conversationOf(chat);
    await opened.log.publish(CRITICAL, { conversationId });
    await opened.log.publish(DRAFTED, { conversationId });

    const desk = await visit('/desk');
    await desk.getByLabel('Your token').fill(tokenOf('Ada'));
    await desk.keyboard.press('Enter');
    await desk.getByRole('button', { name: /critical.*You lost my bag again/ }).waitFor();
    await desk.keyboard.press('j');
    await desk.getByText(`${QUOTE} 1`).waitFor();
    await desk.keyboard.press('t');
    await desk.locator('#reply:focus').waitFor();
    await chat.getByText('Ada is here for you').first().waitFor();

    await desk.keyboard.press('Escape');
    await desk.keyboard.press('e');
    await desk.locator('#reply:focus').waitFor();
    await desk.keyboard.press('Control+End');
    await desk.keyboard.type(' We call you.');
    await chat.getByText('Ada is typing').waitFor();
    await desk.keyboard.press('Control+Enter');
    await chat.getByText(`${QUOTE} We call you.`).waitFor();
    await chat.getByLabel('Your message').fill('Thank you!');
    await chat.keyboard.press('Enter');
    await desk.getByRole('log').getByText('Thank you!').waitFor();

    await desk.keyboard.press('Escape');
    await desk.keyboard.press('x');
    await chat.getByText('This conversation is closed.').waitFor();
    // Topics have no order among each other.
    const concluded = () =>
      opened.log.concluded(conversationId).toSorted((one, other) => one.type.localeCompare(other.type));
    await eventually(() =>
      expect(concluded()).toMatchObject([
        { type: 'message.sent', data: { author: 'OPERATOR', by: 'Ada', edited: true, draft: expect.any(String) } },
        { type: 'message.sent', data: { author: 'CUSTOMER', by: 'Maria', text: 'Thank you!' } },
        { type: 'ticket.closed', data: { by: 'Ada' } },
        { type: 'ticket.opened', data: { customerId: 'Maria', channel: 'chat' } },
        { type: 'ticket.taken', data: { by: 'Ada', from: null } },
      ]),
    );
    expect(complaints).toEqual([]);
  }, 90_000);
});
