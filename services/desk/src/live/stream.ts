import { Server } from 'node:net';
import type { Request, Response } from 'express';
import type { Hub } from './hub.ts';
import { Pending } from './pending.ts';

/** Milliseconds between two looks at what is pending. */
const PACE = 250;
/** Paces between two comments that keep the connection open (15 s), which is also when the session is looked at again. */
const HEARTBEAT = 60;

export interface StreamOptions {
  /** Null: sees everything. */
  unitId: string | null;
  /** Whether the one who listens is still signed in. */
  stillSignedIn(): Promise<boolean>;
}

/** Sends changes to one console until it goes away, signs out, or the server stops. Returns how to end it. */
export function stream(request: Request, response: Response, hub: Hub, options: StreamOptions): () => void {
  const pending = new Pending(options.unitId);
  let writable = true;
  let paces = 0;
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // nginx would keep the messages back otherwise.
    'X-Accel-Buffering': 'no',
  });
  const send = (text: string) => {
    writable = response.write(text);
  };
  response.on('drain', () => {
    writable = true;
  });
  send('retry: 2000\nevent: ready\ndata: {"ids":[],"more":true}\n\n');
  const stopListening = hub.listen((changes) => {
    for (const change of changes) pending.add(change);
  });
  const end = () => {
    clearInterval(timer);
    stopListening();
    response.end();
  };
  const timer = setInterval(() => {
    if (isClosing(request)) return end();
    paces += 1;
    // What a slow console has not read yet waits here, folded together, instead of in the socket's buffer.
    if (!writable) return;
    for (const { kind, message } of pending.take()) send(`event: ${kind}\ndata: ${JSON.stringify(message)}\n\n`);
    if (paces % HEARTBEAT !== 0) return;
    send(': still here\n\n');
    options.stillSignedIn().then((signedIn) => signedIn || end(), end);
  }, PACE);
  timer.unref();
  response.on('close', end);
  return end;
}

/** A server that closes waits for its connections; one that never ends by itself has to look. */
function isClosing({ socket }: Request): boolean {
  const server: unknown = 'server' in socket ? socket.server : null;
  return server instanceof Server && !server.listening;
}
