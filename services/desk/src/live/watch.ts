import type { Desk } from '../api/context.ts';
import type { Account } from '../api/schema.ts';

const CHANNELS_EVERY = 5_000;
const MINUTE = 60_000;
const LEDGER_EVERY = 15_000;
const KINDS = ['received', 'normalized', 'redelivered', 'quarantined', 'inFlight'] as const satisfies (keyof Account)[];

/** What changes without an event of the log: channels' health, lamps that turn by the clock, the ledger's metric. */
export function startWatch(desk: Desk): () => void {
  const { hub, platform } = desk;
  let seen = '';
  const lookAtChannels = async () => {
    if (hub.listeners === 0) return;
    const { items } = await desk.collections.channels.find({ limit: 200 });
    const now = JSON.stringify(items.map(({ id, version }) => [id, version]));
    if (now !== seen) hub.publish([{ kind: 'channels', id: null, unitId: null }]);
    seen = now;
  };
  const measure = async () => {
    const { answer } = await desk.ledger();
    for (const [channel, account] of Object.entries(answer.channels)) {
      for (const kind of KINDS) platform.telemetry.count('ledger', { channel, kind }, account[kind]);
    }
    if (!answer.balanced) platform.telemetry.alarm('ledger', 'more came out of a channel than went in', {});
  };
  const quietly = (work: () => Promise<void>) => () =>
    void work().catch((error) =>
      platform.telemetry.logger.warn({ error: error instanceof Error ? error.name : 'error' }, 'a look failed'),
    );
  const timers = [
    setInterval(quietly(lookAtChannels), CHANNELS_EVERY),
    setInterval(quietly(measure), LEDGER_EVERY),
    setInterval(() => hub.publish([{ kind: 'summary', id: null, unitId: 'any' }]), MINUTE),
  ];
  for (const timer of timers) timer.unref();
  return () => timers.forEach(clearInterval);
}
