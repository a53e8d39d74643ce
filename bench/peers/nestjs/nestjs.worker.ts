import 'reflect-metadata';
import { Controller, Inject, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientsModule,
  EventPattern,
  Payload,
  Transport,
  type ClientKafka,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { PARALLEL, peerEnvironment, type Step } from '../../lib/peer/contract.ts';
import { servePart } from '../../lib/peer/serve-peer.ts';
import { createTask } from '../../lib/peer/task.ts';
import { ACCEPTED, DONE, REQUESTED, RESOLVED, type SagaEvent } from './events.ts';

/** Each service is an application with a consumer group of its own, and a controller that answers an event by another. */
const { brokers, prefix, partitions, variant, ledger } = peerEnvironment();
const task = createTask(ledger);
const client = { brokers: [...brokers], clientId: 'nestjs' };
const KAFKA = 'KAFKA';

/** The events by topic, as its decorators want to know them. */
type SagaEvents = Record<string, SagaEvent>;

const emit = async (kafka: ClientKafka, topic: string, event: SagaEvent): Promise<void> => {
  await lastValueFrom(kafka.emit(topic, { key: event.saga, value: event }));
};

const controllerOf = (step: Step, from: string, to: string): Type => {
  @Controller()
  class StepController {
    constructor(@Inject(KAFKA) private readonly kafka: ClientKafka) {}

    @EventPattern<SagaEvents>(from)
    async handle(@Payload() { saga, payload }: SagaEvent): Promise<void> {
      await emit(this.kafka, to, { saga, payload: await task(saga, step, payload) });
    }
  }
  return StepController;
};

/** Keeps in memory which sagas wait for how many steps. */
@Controller()
class JoinController {
  private readonly done = new Map<string, number>();

  constructor(@Inject(KAFKA) private readonly kafka: ClientKafka) {}

  @EventPattern<SagaEvents>(DONE.first)
  first(@Payload() event: SagaEvent): Promise<void> {
    return this.join(event);
  }

  @EventPattern<SagaEvents>(DONE.second)
  second(@Payload() event: SagaEvent): Promise<void> {
    return this.join(event);
  }

  @EventPattern<SagaEvents>(DONE.third)
  third(@Payload() event: SagaEvent): Promise<void> {
    return this.join(event);
  }

  private async join(event: SagaEvent): Promise<void> {
    const done = (this.done.get(event.saga) ?? 0) + 1;
    this.done.set(event.saga, done);
    if (done < PARALLEL.length) return;
    this.done.delete(event.saga);
    await emit(this.kafka, RESOLVED, event);
  }
}

const moduleOf = (controller: Type): Type => {
  @Module({
    imports: [
      ClientsModule.register([
        { name: KAFKA, transport: Transport.KAFKA, options: { client, producerOnlyMode: true } },
      ]),
    ],
    controllers: [controller],
  })
  class ServiceModule {}
  return ServiceModule;
};

const start = async (name: string, controller: Type): Promise<void> => {
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(moduleOf(controller), {
    transport: Transport.KAFKA,
    options: {
      client,
      consumer: { groupId: `${prefix}${name}` },
      subscribe: { fromBeginning: true },
      ...(variant === 'tuned' && { run: { partitionsConsumedConcurrently: partitions } }),
    },
    logger: ['error', 'warn'],
  });
  await app.listen();
};

if (process.argv[2] === 'join') await start('join', JoinController);
else
  await Promise.all([
    start('accept', controllerOf('accept', REQUESTED, ACCEPTED)),
    ...PARALLEL.map((step) => start(step, controllerOf(step, ACCEPTED, DONE[step]))),
  ]);
servePart();
