import { FeatureDelivered, parseJsonData } from '@troupe/contracts';
import { faultIn, faultText, specOf, type Signature } from '@troupe/feature-spec';
import type { CallOutcome, CallRequest, CallResults } from '@troupe/sandbox';
import type { Workspace } from '@troupe/workspace';
import { outcomeOf, specDataOf, type FeatureStory } from './feature-story.ts';
import type { HeldOutExample } from './features-folder.ts';

/** How a delivered feature does with the examples that no agent was shown. */
export interface Measured {
  readonly story: FeatureStory;
  /** How many examples it was measured with. */
  readonly examples: number;
  /** What it gets wrong, for people. */
  readonly wrong: readonly string[];
}

/** What is measured with. */
export interface MeasureOptions {
  /** Where it was delivered to. */
  readonly workspaces: { readonly open: (name: string) => Promise<Pick<Workspace, 'show'>> };
  /** Runs it, in the sandbox that reviews are made in. */
  readonly run: (code: Omit<CallRequest, 'probe'>) => Promise<Pick<CallResults, 'outcomes'>>;
}

/** Stands for a call that was never made; there is one outcome for each. */
const NOT_CALLED: CallOutcome = { kind: 'failed', cause: 'was not called' };

const wrongIn = (
  example: HeldOutExample,
  signature: Signature,
  outcome: CallOutcome = NOT_CALLED,
): readonly string[] => {
  const fault = faultIn(outcome, example, signature);
  return fault === undefined ? [] : [faultText(fault, example, signature)];
};

/** Runs what is on main. */
const measure = async (story: FeatureStory, { workspaces, run }: MeasureOptions): Promise<Measured> => {
  const { feature, events } = story;
  const delivered = parseJsonData(FeatureDelivered, events.find(({ type }) => type === FeatureDelivered.type)?.data);
  const spec = specDataOf(story);
  if (delivered.data === undefined || spec === undefined)
    throw new Error(`${feature.name} is delivered without a spec or a commit: see its conversation`);
  const path = `src/${spec.moduleName}.js`;
  const workspace = await workspaces.open(feature.workspace);
  const source = await workspace.show({ commit: delivered.data.commit, path });
  if (source === undefined) throw new Error(`${path} is not in ${delivered.data.commit} of ${feature.workspace}`);
  const { signature } = specOf(spec);
  const { outcomes } = await run({
    files: { [path]: source },
    module: path,
    functionName: signature.functionName,
    calls: feature.heldOut.map((example) => example.arguments),
  });
  const wrong = feature.heldOut.flatMap((example, at) => wrongIn(example, signature, outcomes[at]));
  return { story, examples: feature.heldOut.length, wrong };
};

/** Measures every delivered feature that has examples for it: what is wrong there has escaped the review. */
export const measureEscapes = async (
  stories: readonly FeatureStory[],
  options: MeasureOptions,
): Promise<readonly Measured[]> => {
  const measured: Measured[] = [];
  for (const story of stories)
    if (outcomeOf(story) === 'delivered' && story.feature.heldOut.length > 0)
      measured.push(await measure(story, options));
  return measured;
};
