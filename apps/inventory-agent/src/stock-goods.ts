import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ensureError } from '@troupe/contracts';
import { connectDatabase, migrate } from '@troupe/database';
import { z } from 'zod';
import { migrations } from './migrations.ts';
import { restock } from './restock.ts';
import { planStock, type Goods } from './stock-plan.ts';
import type { InventoryTables } from './tables.ts';

const USAGE = `usage: DATABASE_URL=postgres://… node apps/inventory-agent/src/stock-goods.ts <products.json>
  [--factor 1.2]         pieces laid in per piece expected to be ordered
  [--scarce 12]          how many of the most ordered products are laid in by the next factor instead
  [--scarce-factor 0.7]  below 1, some orders run short of them`;

const products = z.array(
  z.object({ sku: z.string().min(1), orderedQuantity: z.number().int().nonnegative().max(100_000_000) }),
);
const plan = z.object({
  factor: z.coerce.number().min(0).max(20),
  scarce: z.coerce.number().int().nonnegative(),
  scarceFactor: z.coerce.number().min(0).max(20),
});

const readGoods = async (): Promise<readonly Goods[]> => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      factor: { type: 'string', default: '1.2' },
      scarce: { type: 'string', default: '12' },
      'scarce-factor': { type: 'string', default: '0.7' },
    },
  });
  const [file] = positionals;
  if (file === undefined) throw new Error('which products?');
  const listed = products.parse(JSON.parse(await readFile(file, 'utf8')));
  return planStock(listed, plan.parse({ ...values, scarceFactor: values['scarce-factor'] }));
};

const layIn = async (url: string, goods: readonly Goods[]): Promise<void> => {
  const database = connectDatabase<InventoryTables>({ url, schema: 'inventory_agent', applicationName: 'stock-goods' });
  try {
    await migrate(database, migrations);
    await database.db.transaction().execute((tx) => restock(tx, goods));
  } finally {
    await database.close();
  }
};

try {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is missing');
  const goods = await readGoods();
  await layIn(url, goods);
  const pieces = goods.reduce((sum, { onHand }) => sum + onHand, 0);
  process.stdout.write(`stocked ${pieces} pieces of ${goods.length} products\n`);
} catch (error) {
  const problem = error instanceof z.ZodError ? z.prettifyError(error) : ensureError(error).message;
  process.stderr.write(`${problem}\n\n${USAGE}\n`);
  process.exitCode = 1;
}
