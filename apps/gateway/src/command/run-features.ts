import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { runCommand, type CommandAnswer } from '@troupe/agent-sdk/command';
import type { Conversation } from '../conversations/conversation-reader.ts';
import { readArguments, USAGE, type FeaturesRequest } from './arguments.ts';
import { contentOf, gatewayUrl, lookAt, naming, waitUntil } from './asking.ts';
import { checkAnswers } from './check-answers.ts';
import { checkUnreviewed } from './check-unreviewed.ts';
import { createFeaturesClient, type FeaturesClient } from './client.ts';
import { printConversation } from './print.ts';
import { isUnreviewed } from './told.ts';

/** What the command is run with. */
export interface RunFeaturesOptions {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** What a feature file calls its feature; else what the file is called. */
const titleIn = (content: string, file: string): string =>
  /^\s*Feature:\s*(\S.*?)\s*$/m.exec(content)?.[1] ?? basename(file).replace(/\.[^.]*$/, '');

const ENDED: ReadonlySet<Conversation['status']> = new Set(['delivered', 'abandoned']);

const shown = (conversation: Conversation, failed: boolean): CommandAnswer => ({
  json: conversation,
  text: printConversation(conversation),
  failed,
});

const countOf = (type: string, events: Conversation['events'] = []): number =>
  events.filter((event) => event.type === type).length;

/** Whether more of these came than there were before. */
const isNew = (type: string, seen: Conversation, before: Conversation | undefined): boolean =>
  countOf(type, seen.events) > countOf(type, before?.events);

const isOver = (seen: Conversation, before: Conversation | undefined): boolean =>
  ENDED.has(seen.status) ||
  (seen.status === 'waiting' && isNew('spec.rejected', seen, before)) ||
  (isUnreviewed(seen.events) && isNew('review.unavailable', seen, before));

/** Waits for an end, for questions that were not there before, or until once more nobody can review what was committed. */
const waitFor = async (client: FeaturesClient, conversation: string, before?: Conversation): Promise<CommandAnswer> => {
  const seen = await waitUntil(client, conversation, (now) => isOver(now, before));
  return shown(seen, seen.status !== 'delivered');
};

type Submission = Extract<FeaturesRequest, { readonly command: 'submit' }>;
type Answers = Extract<FeaturesRequest, { readonly command: 'answer' }>;
type Wish = Extract<FeaturesRequest, { readonly command: 'review' }>;

const submit = async (given: Submission, client: FeaturesClient): Promise<CommandAnswer> => {
  const { file, workspace, isProse, by, wait, request = randomUUID() } = given;
  const content = await contentOf(file);
  const title = given.title ?? titleIn(content, file);
  const wish = { workspace, title, requestedBy: by, ...(isProse ? { prose: content } : { feature: content }) };
  const conversation = await naming(request, client.submit(wish, request));
  return wait
    ? waitFor(client, conversation)
    : { json: { conversation }, text: `${conversation}  accepted: npm run features -- show ${conversation}` };
};

const answer = async (given: Answers, client: FeaturesClient): Promise<CommandAnswer> => {
  const { conversation, answers, file, by, wait, request = randomUUID() } = given;
  const feature = file === undefined ? null : await contentOf(file);
  // Who only answers does so also while the ledger is away: pm-agent looks at it again.
  const seen = wait ? await client.show(conversation) : await lookAt(client, conversation);
  // What is sent again may have been taken before, and what it answers is then no longer asked.
  if (seen !== undefined && given.request === undefined) checkAnswers({ answers, feature }, seen);
  await naming(request, client.answer(conversation, { answers, feature, answeredBy: by }, request));
  return wait && seen !== undefined
    ? waitFor(client, conversation, seen)
    : { json: { conversation }, text: `${conversation}  answered` };
};

const review = async (given: Wish, client: FeaturesClient): Promise<CommandAnswer> => {
  const { conversation, by, wait, request = randomUUID() } = given;
  const seen = await client.show(conversation);
  if (given.request === undefined) checkUnreviewed(seen);
  await naming(request, client.review(conversation, { requestedBy: by }, request));
  return wait
    ? waitFor(client, conversation, seen)
    : { json: { conversation }, text: `${conversation}  a review is asked for` };
};

const carryOut = async (request: FeaturesRequest, client: FeaturesClient): Promise<CommandAnswer> => {
  if (request.command === 'submit') return submit(request, client);
  if (request.command === 'answer') return answer(request, client);
  if (request.command === 'review') return review(request, client);
  return shown(await client.show(request.conversation), false);
};

/**
 * Does what the command line asks for. Resolves to the exit code: 0 done or helped, 1 refused, given up, asked a person, not
 * reviewed or the gateway is away, 2 usage.
 */
export const runFeatures = ({ args, env, out, err }: RunFeaturesOptions): Promise<number> =>
  runCommand({
    usage: USAGE,
    out,
    err,
    run: async () => {
      const request = readArguments(args);
      return { ...(await carryOut(request, createFeaturesClient(gatewayUrl(env)))), asJson: request.json };
    },
  });
