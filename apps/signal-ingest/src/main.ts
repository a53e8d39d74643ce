import { loadServiceConfig, runService } from '@troupe/agent-sdk';
import { startIngest } from './ingest.service.ts';
import { ingestSettings } from './settings.ts';
import { SIGNAL_INGEST } from './signals-decision.ts';

const config = loadServiceConfig(process.env, { name: SIGNAL_INGEST, settings: ingestSettings });

await runService({ config, start: startIngest });
