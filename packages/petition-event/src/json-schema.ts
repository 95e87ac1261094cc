import { z } from 'zod';
import { TOPICS, type Topic } from './topics.ts';

/** A JSON Schema (2020-12) as plain data. */
export type JsonSchema = { [keyword: string]: unknown };

/** The JSON Schema of what a topic carries. */
export function topicSchema(topic: Topic): JsonSchema {
  const schema = z.toJSONSchema(TOPICS[topic].schema, { io: 'input', target: 'draft-2020-12' }) as JsonSchema;
  return { ...schema, title: topic, description: TOPICS[topic].description };
}

/** Every topic's schema, by topic. */
export function allTopicSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries((Object.keys(TOPICS) as Topic[]).map((topic) => [topic, topicSchema(topic)]));
}
