import type { TopicNode } from './port.ts';

/** Every path of a topic tree, as `城乡建设/供水`. */
export function topicPaths(topics: readonly TopicNode[], above = ''): string[] {
  return topics.flatMap(({ name, children }) => {
    const path = above ? `${above}/${name}` : name;
    return [path, ...topicPaths(children, path)];
  });
}

/** Whether a path is a topic or lies below it. */
export function isWithin(path: string, topic: string): boolean {
  return path === topic || path.startsWith(`${topic}/`);
}
