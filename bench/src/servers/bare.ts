import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express from 'express';

/** The peer: an endpoint that parses a petition and answers, and keeps nothing. */
const app = express();
app.disable('x-powered-by');
app.post('/api/v1/petitions', express.json(), (request, response) => {
  const { text } = request.body as { text: string };
  response.status(201).json({ id: randomUUID(), queryCode: text.slice(0, 2), receivedAt: new Date().toISOString() });
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
