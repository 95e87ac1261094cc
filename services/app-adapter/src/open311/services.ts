import { fill } from '@yihaotong/adapter-kit';
import type { TopicNode } from '@yihaotong/hotline-policy';
import type { Texts } from '../i18n/zh.ts';
import { UNKNOWN_SERVICE } from '../to-petition.ts';

/** A service of GeoReport v2, "GET Service List": a node of the policy's topics. */
export interface Service {
  service_code: string;
  service_name: string;
  description: string;
  metadata: boolean;
  type: 'realtime' | 'batch' | 'blackbox';
  keywords: string;
  group: string;
}

/** The code of a topic path: its names joined by dots, since a slash cannot stand in an address. */
export const codeOfTopic = (path: string): string => path.replaceAll('/', '.');

/** All services: the topics, each before its subtopics, and the one for who does not know. */
export function servicesOf(topics: readonly TopicNode[], texts: Texts): Service[] {
  const unknown = {
    service_code: UNKNOWN_SERVICE,
    service_name: texts.open311.unknownService,
    description: texts.open311.unknownDescription,
    metadata: true,
    type: 'realtime',
    keywords: '',
    group: '',
  } as const;
  return [unknown, ...walk(topics).map(({ path, node }) => serviceOf(path, node, texts))];
}

function serviceOf(path: readonly string[], node: TopicNode, texts: Texts): Service {
  return {
    service_code: path.join('.'),
    service_name: node.name,
    description: fill(texts.open311.serviceDescription, { topic: path.join(' · ') }),
    metadata: true,
    type: 'realtime',
    keywords: node.words.join(','),
    group: path[0] ?? '',
  };
}

/** The topic paths that a code stands for: its own and those below it; null where there is no such service. */
export function topicsOfCode(code: string, topics: readonly TopicNode[]): string[] | null {
  // What is not understood yet, or fits no topic, has none.
  if (code === UNKNOWN_SERVICE) return [''];
  const paths = walk(topics).map(({ path }) => path.join('/'));
  const own = paths.find((path) => codeOfTopic(path) === code);
  return own === undefined ? null : paths.filter((path) => path === own || path.startsWith(`${own}/`));
}

function walk(nodes: readonly TopicNode[], above: readonly string[] = []): { path: string[]; node: TopicNode }[] {
  return nodes.flatMap((node) => {
    const path = [...above, node.name];
    return [{ path, node }, ...walk(node.children, path)];
  });
}

/** The questions that every service asks besides the standard ones; none has to be answered. */
export function definitionOf(code: string, texts: Texts) {
  const question = (order: number, name: string, datatype: string, description: string) => ({
    variable: true,
    code: name,
    datatype,
    required: false,
    datatype_description: '',
    order,
    description,
  });
  const kinds = Object.entries(texts.open311.kinds).map(([key, name]) => ({ key, name }));
  return {
    service_code: code,
    attributes: [
      question(1, 'happened_at', 'datetime', texts.open311.happenedAt),
      { ...question(2, 'kind', 'singlevaluelist', texts.open311.kind), values: kinds },
    ],
  };
}
