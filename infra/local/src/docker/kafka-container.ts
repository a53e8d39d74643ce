import { KafkaContainer } from '@testcontainers/kafka';

/** The library's container on a port of the host that we choose: by itself it asks for any, and gets another at a restart. */
export class FixedPortKafkaContainer extends KafkaContainer {
  readonly #port: { readonly container: number; readonly host: number };

  constructor(image: string, port: { readonly container: number; readonly host: number }) {
    super(image);
    this.#port = port;
  }

  protected override async beforeContainerCreated(): Promise<void> {
    await super.beforeContainerCreated();
    this.withExposedPorts(this.#port);
  }
}
