import { registerHooks } from 'node:module';

// Run as a process of its own: prints which clients of models are loaded before and after the first question.
const loaded = new Set<string>();
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const name = /node_modules\/(ai|@ai-sdk\/(?:openai|anthropic|openai-compatible)|@modelcontextprotocol\/sdk)\//.exec(
      found.url,
    )?.[1];
    if (name !== undefined) loaded.add(name);
    return found;
  },
});

const { startScriptedModel } = await import('@troupe/testing');
const { asked, openScripted, stepTape } = await import('./asking.fixture.ts');

const server = await startScriptedModel({ replies: [{ text: 'yes' }] });
const model = openScripted(server);
const before = [...loaded].toSorted();
await model.ask({ step: 'say', prompt: asked() }, stepTape().handling());
process.stdout.write(JSON.stringify({ before, after: [...loaded].toSorted() }));
await server.close();
