import { isolated } from '@troupe/testing';
import { connectKafka } from '../connect-kafka.ts';
import { messagingFeatures } from '../messaging.features.ts';
import type { Messaging } from '../ports.ts';

messagingFeatures('messaging over Kafka', async () => {
  const place = await isolated('messaging');
  const connections: Messaging[] = [];
  return {
    connect: () => {
      const connection = connectKafka({ brokers: place.kafkaBrokers, clientId: 'spec', prefix: place.prefix });
      connections.push(connection);
      return connection;
    },
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
      await place.drop();
    },
  };
});
