import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { notifierAgent } from './notifier.agent.ts';
import { channelsOf, notifierSettings } from './settings.ts';

const config = loadServiceConfig(process.env, { name: 'human-notifier', settings: notifierSettings });

await runAgent(notifierAgent({ channels: channelsOf(config.settings) }), { config });
