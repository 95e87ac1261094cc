import { createHash } from 'node:crypto';
import type { ConfigField, ConfigOf } from '@yihaotong/adapter-kit';
import { z } from 'zod';

/** An integrator's key; only its hash is kept in memory. */
export interface ApiKey {
  /** The account under which its petitions stand. */
  name: string;
  sha256: Buffer;
  /** Shorter than 16 characters: easy to guess. */
  weak: boolean;
}

/** Where answers to an account's petitions are posted. */
export interface Webhook {
  url: string;
  secret: string;
}

/** The account of the citizens' own form; no integrator may have it. */
export const FORM_ACCOUNT = 'web';

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** `name:key,name:key` */
export const apiKeys = z.string({ error: 'write name:key, several separated by commas' }).transform((text, context) => {
  const keys: ApiKey[] = [];
  for (const entry of entries(text)) {
    const colon = entry.indexOf(':');
    const name = entry.slice(0, colon);
    const key = entry.slice(colon + 1);
    if (colon < 1 || key === '') return refuse(context, `entry ${keys.length + 1} is not name:key`);
    const problem = badName(name, keys);
    if (problem) return refuse(context, problem);
    keys.push({ name, sha256: createHash('sha256').update(key).digest(), weak: key.length < 16 });
  }
  if (keys.length === 0) return refuse(context, 'there is no key: write name:key, several separated by commas');
  return keys as readonly ApiKey[];
});

/** `name=https://…|secret`, several separated by commas or line ends. */
export const webhooks = z
  .string()
  .default('')
  .transform((text, context) => {
    const found = new Map<string, Webhook>();
    // A comma may stand in an address: an entry begins where a name and `=` follow.
    for (const entry of text.split(/[,\s]+(?=[a-z0-9._-]+=https?:)/).filter((part) => part.trim() !== '')) {
      const [, name = '', url = '', secret = ''] =
        /^\s*([a-z0-9._-]+)=(https?:\/\/[^|\s]+)\|(\S+?)\s*$/.exec(entry) ?? [];
      if (!URL.canParse(url) || secret === '') {
        return refuse(context, `entry ${found.size + 1} is not name=https://address|secret`);
      }
      found.set(name, { url, secret });
    }
    return found as ReadonlyMap<string, Webhook>;
  });

/** A whole number from 0; 0 switches the limit off. */
export const perMinute = (standard: number) =>
  z
    .string()
    .default(String(standard))
    .pipe(z.coerce.number<string>({ error: 'write a whole number, 0 for no limit' }).int().min(0).max(10_000_000));

/** How many reverse proxies stand before the gateway. */
export const proxies = z
  .string()
  .default('0')
  .pipe(z.coerce.number<string>({ error: 'write how many proxies there are, 0 for none' }).int().min(0).max(10));

export const yesNo = z
  .enum(['yes', 'no'], { error: 'write yes or no' })
  .default('no')
  .transform((answer) => answer === 'yes');

/** Every setting of the channel. */
export const CONFIG = {
  APP_API_KEYS: {
    description: {
      zh: '各接入方的名称与密钥，写作 名称:密钥，多个以逗号分隔',
      en: 'Name and key of each integrator, as name:key, separated by commas',
    },
    secret: true,
    required: true,
    example: 'city-app:write-32-random-characters-here',
    schema: apiKeys,
  },
  APP_WEBHOOKS: {
    description: {
      zh: '答复回传地址，写作 名称=https://地址|签名密钥，多个以逗号分隔；未配置的接入方可自行轮询',
      en: 'Where answers are posted, as name=https://address|signing-secret, separated by commas; others may poll',
    },
    secret: true,
    required: false,
    example: 'city-app=https://app.example.org/hooks/12345|write-a-signing-secret-here',
    schema: webhooks,
  },
  APP_WEBHOOKS_PRIVATE: {
    description: {
      zh: '是否允许回传地址位于内网（yes 或 no）',
      en: 'Whether answers may be posted to addresses inside the own network (yes or no)',
    },
    required: false,
    example: 'no',
    schema: yesNo,
  },
  APP_RATE_LIMIT: {
    description: {
      zh: '每个密钥每分钟的请求上限，0 为不限',
      en: 'Most requests a minute for each key; 0 for no limit',
    },
    required: false,
    example: '60000',
    schema: perMinute(60_000),
  },
  APP_FORM_LIMIT: {
    description: {
      zh: '每个网络地址每分钟提交表单、查询的次数上限，0 为不限',
      en: 'Most submissions and queries a minute from one network address on the pages for citizens; 0 for no limit',
    },
    required: false,
    example: '30',
    schema: perMinute(30),
  },
  APP_PROXIES: {
    description: {
      zh: '网关前的反向代理层数；决定从 X-Forwarded-For 中取哪个地址',
      en: 'How many reverse proxies stand before the gateway; says which address of X-Forwarded-For is the citizen',
    },
    required: false,
    example: '0',
    schema: proxies,
  },
  APP_JURISDICTION: {
    description: {
      zh: 'Open311 的 jurisdiction_id；留空则不核对',
      en: 'The jurisdiction_id of Open311; any is taken when empty',
    },
    required: false,
    example: '',
    schema: z.string().default(''),
  },
} as const satisfies Record<string, ConfigField>;

export type AppFields = typeof CONFIG;
export type AppConfig = ConfigOf<AppFields>;

function entries(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function badName(name: string, before: readonly ApiKey[]): string | null {
  if (!NAME.test(name)) return `the name "${name}" is not lower-case letters, digits, dots, hyphens: choose another`;
  if (name === FORM_ACCOUNT) return `the name "${FORM_ACCOUNT}" belongs to the citizens' form: choose another`;
  // Two keys of one name are how a key is changed without a gap; more are a mistake.
  if (before.filter((key) => key.name === name).length > 1) return `the name "${name}" stands more than twice`;
  return null;
}

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
