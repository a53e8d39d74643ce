import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FactRow, SagaRow } from '../engine/tables.ts';

/** Rows as a coordinator left them behind. */
export interface StoredOrders {
  readonly sagas: readonly SagaRow[];
  readonly facts: readonly FactRow[];
}

/** Orders on version 1 in every status, as they were stored when that version was current. */
export const storedOrders = (): StoredOrders =>
  // The file was written from these tables.
  JSON.parse(readFileSync(join(import.meta.dirname, 'order-instances.v1.json'), 'utf8')) as StoredOrders;
