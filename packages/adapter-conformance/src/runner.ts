// A process of the suite: runs the subject of a module until it is killed. Started by mortal.ts alone.
import { createTelemetry } from '@yihaotong/telemetry';
import { openDoor } from './door.ts';
import type { Orders, Report } from './mortal.ts';
import { openSuitePlatform } from './platform.ts';
import { makeService } from './service.ts';
import type { Subject } from './subject.ts';

const tell = (report: Report) => void process.send?.(report);

async function run({ module, folder, env, mood, heldAfter }: Orders): Promise<void> {
  const telemetry = createTelemetry({ service: 'conformance', logLevel: 'silent', traceUrl: null, traceRatio: 0 });
  const platform = await openSuitePlatform(folder, telemetry, {
    onAsked: (asked) => tell({ asked }),
    onAppended: (appended) => tell({ appended }),
    ...(heldAfter === null ? {} : { heldAfter }),
  });
  platform.eventLog.set(mood);
  const subject: Pick<Subject, 'channel' | 'run'> = await import(module);
  const service = await makeService(subject, platform, env);
  const door = await openDoor();
  await service.start();
  door.open(service.routes);
  process.on('message', () => {
    // Twice: what a first collection finalises, a second one frees.
    globalThis.gc?.();
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    tell({ heldBytes: heapUsed + external });
  });
  tell({ listening: door.port });
}

// The suite went away: nobody would ever stop this process.
process.on('disconnect', () => process.exit(0));
run(JSON.parse(process.argv[2] ?? '{}')).catch((error: unknown) => {
  tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exitCode = 1;
});
