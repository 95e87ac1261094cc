import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelService, Environment } from '@yihaotong/adapter-kit';
import { type TestPlatform, testPlatform } from '@yihaotong/adapter-kit/testing';
import type { PolicySource, TopicNode } from '@yihaotong/hotline-policy';
import { type Topic, writeEvent } from '@yihaotong/petition-event';
import express from 'express';
import { createAppAdapter } from '../src/index.ts';

export const KEY = 'test-key-0123456789';
export const OTHER_KEY = 'other-key-0123456789';
export const ENV = { APP_API_KEYS: `city:${KEY},other:${OTHER_KEY}`, APP_WEBHOOKS_PRIVATE: 'yes' };

const topic = (name: string, children: TopicNode[] = []): TopicNode => ({ name, words: [name], children });
const TOPICS = [topic('城乡建设', [topic('供水'), topic('道路')]), topic('环境保护')];

/** The adapter on a platform of its own, behind a port of this machine. */
export interface Gateway {
  url: string;
  platform: TestPlatform;
  service: ChannelService;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Posts JSON with the first key. */
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Puts an event on the log, as another service would. */
  say<T extends Topic>(topic: T, key: string, event: Parameters<typeof writeEvent<T>>[1]): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startGateway(env: Environment = ENV, now?: () => Date): Promise<Gateway> {
  const folder = await mkdtemp(join(tmpdir(), 'app-adapter-'));
  const platform = await testPlatform({ folder, ...(now && { now }) });
  const known = { ...platform, policy: withTopics(platform.policy) };
  let app = express();
  const server = createServer((request, response) => app(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const begin = async () => {
    const service = await createAppAdapter({ ...known, publicUrl: url }, env, { tick: 50 });
    await service.start();
    app = express();
    if (service.routes) app.use(service.routes);
    return service;
  };
  const gateway = {
    url,
    platform,
    service: await begin(),
    fetch: (path: string, init: RequestInit = {}) => fetch(url + path, { redirect: 'manual', ...init }),
    post: (body: unknown, headers: Record<string, string> = {}) =>
      gateway.fetch('/api/v1/petitions', {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async say<T extends Topic>(topic: T, key: string, event: Parameters<typeof writeEvent<T>>[1]) {
      await platform.eventLog.append(topic, [{ key, value: writeEvent(topic, event) }]);
    },
    async restart() {
      await gateway.service.stop();
      gateway.service = await begin();
    },
    async close() {
      await gateway.service.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await platform.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return gateway;
}

function withTopics(source: PolicySource): PolicySource {
  const policy = { ...source.current(), topics: TOPICS };
  return { current: () => policy, close: () => source.close() };
}

/** Asks until the answer is there. */
export async function eventually<T>(ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it never came to be');
}
