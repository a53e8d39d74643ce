import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { discoverServices } from './discover-services.ts';

let root: string;

const app = (name: string, troupe: object | undefined, hasMain = true): void => {
  mkdirSync(join(root, 'apps', name, 'src'), { recursive: true });
  writeFileSync(join(root, 'apps', name, 'package.json'), JSON.stringify({ name, troupe }));
  if (hasMain) writeFileSync(join(root, 'apps', name, 'src/main.ts'), '');
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'troupe-services-'));
  app('gateway', { service: true });
  app('stock', { service: true, flow: 'orders' });
  app('qa', { service: true, flow: 'delivery' });
  app('tool', undefined);
  mkdirSync(join(root, 'apps/empty'));
});

afterAll(() => rmSync(root, { recursive: true }));

const names = (flow?: string) => discoverServices(root, flow === undefined ? {} : { flow }).map(({ name }) => name);

describe('the services of the repository', () => {
  it('are those that say so, by name', () => {
    expect(names()).toEqual(['gateway', 'qa', 'stock']);
    expect(discoverServices(root)[0]?.main).toBe(join(root, 'apps/gateway/src/main.ts'));
  });

  it('of a flow are its own, and those that belong to none', () => {
    expect(names('orders')).toEqual(['gateway', 'stock']);
    expect(names('delivery')).toEqual(['gateway', 'qa']);
    expect(names('unheard-of')).toEqual(['gateway']);
  });

  it('have a file that runs them', () => {
    app('broken', { service: true }, false);
    expect(() => discoverServices(root)).toThrow(/broken.*src\/main\.ts/);
  });
});
