import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { moduleOf, REMOVALS, removeFrom, SAFEGUARDS } from './without.ts';

// Runs before a service under test: the safeguard that `CHAOS_WITHOUT` names is not in it.
const safeguard = SAFEGUARDS.find((each) => each === process.env['CHAOS_WITHOUT']);
if (safeguard !== undefined) {
  const removal = REMOVALS[safeguard];
  const url = pathToFileURL(moduleOf(removal)).href;
  const source = removeFrom(removal);
  registerHooks({
    load: (asked, context, next) =>
      asked === url ? { format: 'module-typescript', shortCircuit: true, source } : next(asked, context),
  });
}
