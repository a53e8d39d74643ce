import type * as Sdk from '@opentelemetry/sdk-trace';
import type { TracingSettings } from './tracing-settings.ts';

const PARENT_BASED = 'parentbased_';

const rootSampler = (sdk: typeof Sdk, name: string, ratio: number): Sdk.Sampler => {
  if (name === 'always_off') return new sdk.AlwaysOffSampler();
  return name === 'traceidratio' ? new sdk.TraceIdRatioBasedSampler(ratio) : new sdk.AlwaysOnSampler();
};

/** The sampler of this name; one that is based on the parent keeps what the parent keeps. */
export const samplerOf = (
  sdk: typeof Sdk,
  { sampler, ratio }: Pick<TracingSettings, 'sampler' | 'ratio'>,
): Sdk.Sampler =>
  sampler.startsWith(PARENT_BASED)
    ? new sdk.ParentBasedSampler({ root: rootSampler(sdk, sampler.slice(PARENT_BASED.length), ratio) })
    : rootSampler(sdk, sampler, ratio);
