import { createSharedLimits } from './shared-limits.ts';

/** A process that holds a lease until it is killed: its arguments are a database and how long leases last. */
const [url = '', leaseFor = '1s'] = process.argv.slice(2);
const limit = createSharedLimits({ url }).limit('killed', {
  atOnce: 1,
  // The spec gives a duration.
  leaseFor: leaseFor as '1s',
});

await limit.hold(async () => {
  process.stdout.write('held\n');
  setInterval(() => undefined, 1_000);
  await Promise.withResolvers<never>().promise;
});
