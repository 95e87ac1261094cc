import { z } from 'zod';
import type { Bilingual, ConfigField, ConfigFields, ConfigOf } from './channel.ts';
import texts from './i18n/texts.json' with { type: 'json' };

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigReading<F extends ConfigFields> =
  | { config: ConfigOf<F> }
  | {
      /** Names of required variables that are not there. */
      missing: readonly string[];
      /** Variables whose value cannot be right, and what to write instead; never the value. */
      wrong: readonly { name: string; message: string }[];
      /** Both, for people. */
      messages: readonly Bilingual[];
    };

/** Reads a channel's settings; empty variables count as absent. Never shows a value. */
export function readConfig<F extends ConfigFields>(fields: F, environment: Environment): ConfigReading<F> {
  const config: Record<string, unknown> = {};
  const missing: string[] = [];
  const wrong: { name: string; message: string }[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const text = environment[name]?.trim() || undefined;
    if (text === undefined && field.required) {
      missing.push(name);
      continue;
    }
    const parsed = field.schema.safeParse(text);
    if (parsed.success) config[name] = parsed.data;
    else wrong.push({ name, message: field.secret ? 'not of its form' : (parsed.error.issues[0]?.message ?? '') });
  }
  if (missing.length === 0 && wrong.length === 0) return { config: config as ConfigOf<F> };
  return { missing, wrong, messages: messagesFor(fields, missing, wrong) };
}

function messagesFor(
  fields: ConfigFields,
  missing: readonly string[],
  wrong: readonly { name: string; message: string }[],
): Bilingual[] {
  const say = (text: Bilingual, name: string, message: string): Bilingual => ({
    zh: fill(text.zh, { name, message, description: fields[name]?.description.zh ?? '' }),
    en: fill(text.en, { name, message, description: fields[name]?.description.en ?? '' }),
  });
  return [
    ...missing.map((name) => say(texts.missingSetting, name, '')),
    ...wrong.map(({ name, message }) => say(texts.wrongSetting, name, message)),
  ];
}

/** Fills `{name}` places of a text. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

const whole = (fallback: number) => z.coerce.number<string | undefined>().int().min(1).default(fallback);

/** Settings of the kit itself; the same for every adapter of a process. */
export const KIT_CONFIG = {
  OUTBOX_MAX_ITEMS: {
    description: {
      zh: '事件日志不可用时，每个渠道在本机磁盘上最多暂存多少条',
      en: "Most items that each channel keeps on this machine's disk while the log is away",
    },
    required: false,
    example: '100000',
    schema: whole(100_000),
  },
  OUTBOX_MAX_BYTES: {
    description: {
      zh: '事件日志不可用时，每个渠道在本机磁盘上最多暂存多少字节',
      en: "Most bytes that each channel keeps on this machine's disk while the log is away",
    },
    required: false,
    example: '1073741824',
    schema: whole(1_073_741_824),
  },
  ATTACHMENT_ALLOWED_NETWORKS: {
    description: {
      zh: '允许下载附件的内网网段（CIDR，逗号分隔）；默认一个也不允许',
      en: 'Private networks from which attachments may be fetched (CIDR, comma separated); none by default',
    },
    required: false,
    example: '10.20.0.0/16',
    schema: z
      .string()
      .default('')
      .transform((list) =>
        list
          .split(',')
          .map((network) => network.trim())
          .filter((network) => network !== ''),
      )
      .pipe(z.array(z.union([z.cidrv4(), z.cidrv6()], 'write networks as 10.20.0.0/16, separated by commas'))),
  },
} satisfies ConfigFields;

/** A required setting. */
export function setting<T>(
  description: Bilingual,
  schema: z.ZodType<T, string | undefined>,
  example: string,
): ConfigField<T> {
  return { description, required: true, example, schema };
}

/** A required setting that is never shown. */
export function secret<T>(description: Bilingual, schema: z.ZodType<T, string | undefined>): ConfigField<T> {
  return { description, required: true, secret: true, example: '', schema };
}
