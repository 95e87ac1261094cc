import type { EventLog } from './port.ts';

/**
 * Opens the log that the URL names: `embedded:<folder>` or `kafka://host:port[,host:port]`.
 * Throws an Error that says which forms there are when it is neither.
 */
export async function openEventLog(url: string): Promise<EventLog> {
  const embedded = /^embedded:(.+)$/.exec(url)?.[1];
  if (embedded !== undefined) {
    const { openEmbeddedLog } = await import('./embedded/log.ts');
    return openEmbeddedLog(embedded);
  }
  const hosts = /^kafka:\/\/([^/\s]+:\d+)$/.exec(url)?.[1];
  if (hosts !== undefined) {
    const { openKafkaLog } = await import('./kafka/log.ts');
    return openKafkaLog(hosts.split(','));
  }
  throw new Error(`no event log at "${url}": give embedded:<folder> or kafka://host:port[,host:port]`);
}
