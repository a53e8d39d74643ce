import { acls, topics } from './broker-commands.ts';
import type { Command } from './command.ts';
import { delegated, oneOf } from './delegated.ts';
import { doctor } from './doctor/doctor-command.ts';
import { explain } from './log/explain-command.ts';
import { lag } from './log/lag-command.ts';
import { publish } from './log/publish-command.ts';
import { tail } from './log/tail-command.ts';

const ORDERS = delegated('infra/local/src/main.ts', 'the whole system, with orders; Ctrl-C stops it');
const DELIVERY = delegated('infra/local/src/demo/delivery/delivery-main.ts', 'features become code');
const SUPPORT = delegated('infra/local/src/demo/support/support-main.ts', 'tickets, drafts, and a desk');
const MARKET = delegated('infra/local/src/demo/market/market-main.ts', 'what is unusual, and reports on it');

/** Every command by its name, but for those about `troupe` itself. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  up: delegated('infra/local/src/main.ts', 'starts servers and services, sends the orders, and stays up until Ctrl-C'),
  demo: oneOf(
    { orders: ORDERS, delivery: DELIVERY, support: SUPPORT, market: MARKET },
    'shows a flow: orders, delivery, support, market',
  ),
  join: delegated('infra/local/src/join/join-main.ts', 'starts one service beside those that run'),
  status: delegated('libs/agent-sdk/src/fleet/command/agents-main.ts', 'which agents are there, and how they are'),
  agents: delegated('libs/agent-sdk/src/fleet/command/agents-main.ts', 'the same'),
  control: delegated('libs/agent-sdk/src/fleet/command/control-main.ts', 'tells an agent to pause, drain, resume'),
  lag,
  publish,
  tail,
  explain,
  dlq: delegated(
    'libs/agent-sdk/src/dead-letters/dlq/main.ts',
    'what an agent holds: list, show, release, discard, edit',
  ),
  sagas: delegated(
    'apps/saga-coordinator/src/command/sagas-main.ts',
    'which sagas there are, and what shall become of them',
  ),
  features: delegated('apps/gateway/src/command/features-main.ts', 'asks for features, answers, reviews'),
  tickets: delegated('apps/gateway/src/command/tickets-main.ts', 'opens and shows tickets'),
  triage: delegated('apps/triage-agent/src/command/triage-main.ts', 'teaches and measures what tells tickets apart', {
    words: ['teach', 'measure', 'threshold'],
  }),
  choreography: delegated('infra/choreography/src/main.ts', 'what cannot work between services, before anything runs'),
  schemas: oneOf(
    { check: delegated('infra/choreography/src/schemas/schemas-main.ts', 'whether changed schemas fit all before') },
    'check: whether changed schemas fit all versions before, and whom they concern',
  ),
  topics,
  acls,
  mcp: delegated('libs/models/src/mcp/mcp-main.ts', 'agents as tools for a program that speaks MCP'),
  doctor,
};
