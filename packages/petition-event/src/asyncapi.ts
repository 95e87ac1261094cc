import { allTopicSchemas } from './json-schema.ts';
import { TOPICS, type TopicDeclaration } from './topics.ts';

/** The log as an AsyncAPI 3.0 document: one channel per topic, one message whose payload is the topic's schema. */
export function asyncApiDocument(version: string): Record<string, unknown> {
  const schemas = allTopicSchemas();
  const channels = Object.entries<TopicDeclaration>(TOPICS).map(([topic, declaration]) => [
    topic,
    {
      address: topic,
      description: declaration.description,
      messages: { event: { $ref: `#/components/messages/${topic}` } },
      bindings: {
        kafka: {
          topic,
          partitions: declaration.partitions,
          ...(declaration.retention === null ? {} : { topicConfiguration: { 'retention.ms': declaration.retention } }),
        },
      },
    },
  ]);
  const messages = Object.entries<TopicDeclaration>(TOPICS).map(([topic, declaration]) => [
    topic,
    {
      contentType: 'application/cloudevents+json',
      description: declaration.description,
      payload: { $ref: `#/components/schemas/${topic}` },
      bindings: { kafka: { key: { type: 'string', description: declaration.key } } },
    },
  ]);
  const operations = Object.keys(TOPICS).map((topic) => [
    `append.${topic}`,
    { action: 'send', channel: { $ref: `#/channels/${topic}` } },
  ]);
  return {
    asyncapi: '3.0.0',
    info: { title: '一号通 Yihaotong', version, description: 'The events on the log, as CloudEvents 1.0.' },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(channels),
    operations: Object.fromEntries(operations),
    components: { messages: Object.fromEntries(messages), schemas },
  };
}
