import { loadServiceConfig, runService } from '@troupe/agent-sdk';
import { LEDGER, startLedger } from './ledger.ts';

await runService({ config: loadServiceConfig(process.env, { name: LEDGER }), start: startLedger });
