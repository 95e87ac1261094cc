import { createHash } from 'node:crypto';
import type { PetitionNormalized } from '@yihaotong/petition-event';
import { type RunningDesk, runDesk } from './desk.ts';
import { CANARY, caseEvent, normalized, replyEvents, snapshotFor } from './events.ts';
import { type DeskPlatform, deskPlatform, untilRead } from './platform.ts';

export const FILE = Buffer.from('<html><script>alert(1)</script>');
export const FILE_HASH = createHash('sha256').update(FILE).digest('hex');

/** Two petitions, each with its case and its receipt: one of the housing unit, one of the environment's. */
export interface World {
  platform: DeskPlatform;
  running: RunningDesk;
  lamp: PetitionNormalized;
  noise: PetitionNormalized;
  lampCase: string;
  noiseCase: string;
  end(): Promise<void>;
}

export async function makeWorld(): Promise<World> {
  const platform = await deskPlatform();
  const { seal } = platform;
  const file = { id: '1', name: '照片 "一".html', mediaType: 'text/html', size: FILE.length, sha256: null, url: null };
  const text = `路灯不亮，请打 ${CANARY.phone} 联系我`;
  const lamp = normalized({ seal, nativeId: '1', text, attachments: [file] });
  const relation = { of: lamp.subject, score: 0.4 };
  const origin = { partition: 0, offset: 1 };
  const noise = normalized({ seal, nativeId: '2', title: '夜间施工噪声', origin, relation });
  await platform.say('petitions.normalized', lamp, noise);
  const units = [
    [lamp, { id: 'housing', name: '住建局' }],
    [noise, { id: 'environment', name: '环保局' }],
  ] as const;
  for (const [event, unit] of units) {
    const snapshot = snapshotFor(event, { unit });
    await platform.say('cases', caseEvent('case.opened', snapshot, { petitionId: event.subject, causeId: event.id }));
    await platform.say('replies', ...Object.values(replyEvents(event, snapshot.caseId)));
  }
  const running = await runDesk(platform);
  await untilRead(platform);
  return {
    platform,
    running,
    lamp,
    noise,
    lampCase: snapshotFor(lamp).caseId,
    noiseCase: snapshotFor(noise).caseId,
    async end() {
      await running.stop();
      await platform.remove();
    },
  };
}
