import { loadServiceConfig, runService } from '@troupe/agent-sdk';
import { startGateway } from './gateway.service.ts';
import { gatewaySettings } from './settings.ts';

const DEFAULT_PORT = '8080';

const config = loadServiceConfig(
  { ...process.env, PORT: process.env['PORT'] ?? DEFAULT_PORT },
  { name: 'gateway', settings: gatewaySettings },
);

await runService({ config, start: startGateway });
