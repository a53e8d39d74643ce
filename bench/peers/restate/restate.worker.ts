import * as restate from '@restatedev/restate-sdk';
import { peerEnvironment, type Step } from '../../lib/peer/contract.ts';
import { servePart } from '../../lib/peer/serve-peer.ts';
import { createTask } from '../../lib/peer/task.ts';

/** A workflow that calls a service for each of the parallel steps. */
const task = createTask(peerEnvironment().ledger);

interface Input {
  readonly saga: string;
  readonly payload: string;
}

const handlersOf = (step: Step) => ({
  run: (ctx: restate.Context, { saga, payload }: Input): Promise<string> =>
    ctx.run(step, () => task(saga, step, payload)),
});
const first = restate.service({ name: 'first', handlers: handlersOf('first') });
const second = restate.service({ name: 'second', handlers: handlersOf('second') });
const third = restate.service({ name: 'third', handlers: handlersOf('third') });

const saga = restate.workflow({
  name: 'saga',
  handlers: {
    run: async (ctx: restate.WorkflowContext, payload: string): Promise<string> => {
      const accepted = await ctx.run('accept', () => task(ctx.key, 'accept', payload));
      const input = { saga: ctx.key, payload: accepted };
      const [done] = await restate.RestatePromise.all([
        ctx.serviceClient(first).run(input),
        ctx.serviceClient(second).run(input),
        ctx.serviceClient(third).run(input),
      ]);
      return ctx.run('join', () => done);
    },
  },
});

await restate.serve({ services: [saga, first, second, third], port: Number(process.argv[2]) });
servePart();
