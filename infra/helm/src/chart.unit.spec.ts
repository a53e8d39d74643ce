import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { loadKinds, problemsOf, type Kinds, type Manifest } from './kinds.ts';
import { hasHelm, lintChart, renderChart } from './render-chart.ts';

/** Helm is a process of its own, and large. */
jest.setTimeout(120_000);

const rights = z
  .record(z.string(), z.object({ read: z.array(z.string()), write: z.array(z.string()), groups: z.array(z.string()) }))
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../choreography/acls.json'), 'utf8')));
const topics = z
  .record(z.string(), z.unknown())
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../choreography/topics.json'), 'utf8')));

const named = (objects: readonly Manifest[], kind: string): readonly string[] =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

const pod = z.object({
  spec: z.object({
    replicas: z.number().optional(),
    template: z.object({
      spec: z.object({
        securityContext: z.unknown(),
        containers: z.array(
          z.looseObject({ image: z.string(), env: z.array(z.unknown()), securityContext: z.unknown() }),
        ),
      }),
    }),
  }),
});

/** Whoever has no helm sees these as skipped; where changes are taken in there is one. */
const withHelm = hasHelm() ? describe : describe.skip;

withHelm('the chart', () => {
  let kinds: Kinds;
  let usual: readonly Manifest[];
  beforeAll(() => {
    kinds = loadKinds();
    usual = renderChart();
  });

  const deployment = (objects: readonly Manifest[], name: string) =>
    pod.parse(objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)).spec;

  it('is found without fault by helm lint --strict', () => expect(lintChart()).toContain('0 chart(s) failed'));

  it.each([
    ['with everything', []],
    [
      'without Strimzi, KEDA and policies',
      ['strimzi.enabled=false', 'keda.enabled=false', 'networkPolicy.enabled=false'],
    ],
    ['on brokers that ask nobody who they are', ['kafka.sasl.enabled=false', 'kafka.tls.enabled=false']],
    [
      'with settings of one agent',
      [
        'agents.fraud-agent.tag=2.0.0',
        'agents.fraud-agent.env.LOG_LEVEL=debug',
        'agents.ledger.enabled=false',
        'prefix=staging.',
      ],
    ],
  ])('makes only what the schemas of its kinds allow: %s', (_, settings) => {
    const objects = renderChart(...settings);
    expect(named(objects, 'Deployment').length).toBeGreaterThanOrEqual(Object.keys(rights).length - 1);
    expect(objects.flatMap((object) => problemsOf(kinds, object))).toEqual([]);
  });

  it('deploys every service, and scales those with a group by how far it is behind', () => {
    const services = Object.keys(rights).toSorted();
    const grouped = services.filter((name) => rights[name]?.groups.length === 1);
    expect(named(usual, 'Deployment')).toEqual(services);
    expect(named(usual, 'PodDisruptionBudget')).toEqual(services);
    expect(named(usual, 'NetworkPolicy')).toEqual(services);
    expect(named(usual, 'ScaledObject')).toEqual(grouped);
    expect(named(usual, 'KafkaUser')).toEqual(services);
    expect(named(usual, 'KafkaTopic')).toEqual(Object.keys(topics).toSorted());
    expect(deployment(usual, 'fraud-agent').replicas).toBeUndefined();
    expect(deployment(usual, 'signal-ingest').replicas).toBe(1);
  });

  it('gives a user the rights of its definition, and nothing else', () => {
    const user = usual.find(({ kind, metadata }) => kind === 'KafkaUser' && metadata.name === 'fraud-agent');
    const { read = [], write = [], groups = [] } = rights['fraud-agent'] ?? {};
    const rule = (type: string, operations: readonly string[]) => (name: string) => ({
      resource: { type, name, patternType: 'literal' },
      operations,
    });
    expect(user).toMatchObject({
      apiVersion: 'kafka.strimzi.io/v1',
      spec: {
        authorization: {
          acls: [
            ...read.map(rule('topic', ['Read', 'DescribeConfigs'])),
            ...write.map(rule('topic', ['Write'])),
            ...groups.map(rule('group', ['Read'])),
          ],
        },
      },
    });
  });

  it('runs services as nobody, on a file system that they cannot write to, with secrets by reference only', () => {
    const [container] = deployment(usual, 'fraud-agent').template.spec.containers;
    expect(deployment(usual, 'fraud-agent').template.spec.securityContext).toMatchObject({ runAsNonRoot: true });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.env).toContainEqual({
      name: 'KAFKA_SASL_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'fraud-agent', key: 'password' } },
    });
    expect(usual.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  it('upgrades one service alone', () => {
    const changed = renderChart('agents.fraud-agent.tag=2.0.0');
    const images = (objects: readonly Manifest[]) =>
      named(objects, 'Deployment').map((name) => deployment(objects, name).template.spec.containers[0]?.image);
    expect(images(changed).filter((image, nth) => image !== images(usual)[nth])).toEqual(['troupe/fraud-agent:2.0.0']);
  });
});

describe('the schemas of the kinds', () => {
  it('refuse what an API server would drop in silence, and what it would refuse', () => {
    const kinds = loadKinds();
    const topic = { apiVersion: 'kafka.strimzi.io/v1', kind: 'KafkaTopic', metadata: { name: 'a' } };
    expect(problemsOf(kinds, { ...topic, spec: { partitions: 6 } })).toEqual([]);
    expect(problemsOf(kinds, { ...topic, spec: { partition: 6 } })).toEqual([expect.stringContaining('"partition"')]);
    expect(problemsOf(kinds, { ...topic, spec: { partitions: 'six' } })).toEqual([
      expect.stringContaining('must be integer'),
    ]);
    expect(problemsOf(kinds, { ...topic, apiVersion: 'kafka.strimzi.io/v1beta2' })).toEqual([
      'kafka.strimzi.io/v1beta2/KafkaTopic is no kind that is known here',
    ]);
  });
});
