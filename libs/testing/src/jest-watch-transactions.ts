import { afterEach } from '@jest/globals';
import { watchTransactions } from '@troupe/database/watch-transactions';

const watch = watchTransactions();

// Whoever provokes a call inside a transaction on purpose watches for it; any other is found here.
afterEach(() => {
  const calls = watch.take();
  if (calls.length > 0) throw new Error(`Inside a transaction: ${calls.join(', ')}`);
});
