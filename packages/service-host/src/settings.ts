import { resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from './errors.ts';

const url = z.string().min(1);

/** Every setting of the host itself; channels declare their own. The names are the environment's. */
export const SETTINGS = {
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(12_345)
    .describe('Port of the pages and of the channels that are pushed to; 0 takes a free one'),
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on; anything but 127.0.0.1 opens the gateway to the network'),
  PUBLIC_URL: url
    .optional()
    .describe('The address under which people and providers reach the gateway; needed behind a proxy'),
  DATA: z.string().min(1).default('data').describe('Folder of the embedded drivers, outboxes and attachments'),
  POLICY: z.string().min(1).default('policy/default.yaml').describe("The city's policy file"),
  SEAL_KEYS: z
    .string()
    .optional()
    .describe('Folder of the keys that seal personal data; default: `<DATA>-secrets`, made at the first start'),
  EVENT_LOG_URL: url
    .optional()
    .describe('`embedded:<folder>` (default, inside DATA) or `kafka://host:port[,host:port]`'),
  DOCUMENT_STORE_URL: url.optional().describe('`embedded:<folder>` (default, inside DATA) or `mongodb://…`'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('warn')
    .describe('What is written to standard output'),
  TRACES_URL: url.optional().describe('Where traces are sent (OTLP over HTTP); none when empty'),
  TRACES_RATIO: z.coerce.number().min(0).max(1).default(0.1).describe('Share of traces that are kept'),
} as const;

const settingsSchema = z.object(SETTINGS);

/** The host's settings, complete. */
export interface Settings {
  port: number;
  host: string;
  publicUrl: string | null;
  dataFolder: string;
  policyFile: string;
  keysFolder: string;
  eventLogUrl: string;
  documentStoreUrl: string;
  logLevel: z.output<(typeof SETTINGS)['LOG_LEVEL']>;
  tracesUrl: string | null;
  tracesRatio: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings; empty variables count as absent. Throws StartError naming the variable and what it takes. */
export function readSettings(environment: Environment): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = settingsSchema.safeParse(given);
  if (!read.success) {
    const issue = read.error.issues[0];
    const name = String(issue?.path[0]);
    throw new StartError('bad-setting', { name, problem: issue?.message ?? '' });
  }
  const settings = read.data;
  const dataFolder = resolve(settings.DATA);
  return {
    port: settings.PORT,
    host: settings.HOST,
    publicUrl: settings.PUBLIC_URL?.replace(/\/$/, '') ?? null,
    dataFolder,
    policyFile: resolve(settings.POLICY),
    keysFolder: settings.SEAL_KEYS ? resolve(settings.SEAL_KEYS) : `${dataFolder}-secrets`,
    eventLogUrl: settings.EVENT_LOG_URL ?? `embedded:${dataFolder}/log`,
    documentStoreUrl: settings.DOCUMENT_STORE_URL ?? `embedded:${dataFolder}/documents`,
    logLevel: settings.LOG_LEVEL,
    tracesUrl: settings.TRACES_URL ?? null,
    tracesRatio: settings.TRACES_RATIO,
  };
}
