import { fileURLToPath } from 'node:url';
import { openApiDocument } from '@yihaotong/app-adapter';
import { allTopicSchemas, asyncApiDocument } from '@yihaotong/petition-event';
import { declaredChannels } from './channels.ts';
import { channelsPage, configurationPage, sampleEnvironment, telemetryPage } from './pages.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every generated document, by its path from the root. */
export async function generatedDocuments(): Promise<Record<string, string>> {
  const channels = await declaredChannels(ROOT);
  const schemas = Object.entries(allTopicSchemas()).map(([topic, schema]) => [
    `docs/generated/schemas/${topic}.json`,
    json(schema),
  ]);
  return {
    'docs/generated/asyncapi.json': json(asyncApiDocument('0.1.0')),
    'docs/generated/openapi.json': json(openApiDocument()),
    'docs/generated/configuration.md': configurationPage(channels),
    'docs/generated/channels.md': channelsPage(channels),
    'docs/generated/telemetry.md': telemetryPage(),
    'docs/generated/sample.env': sampleEnvironment(channels),
    ...Object.fromEntries(schemas),
  };
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
