import { envelope } from '../../src/index.ts';

export const actionReplayed = envelope('action.replayed', {
  id: 'a-1',
  source: '/services/desk',
  subject: 'q-1',
  time: new Date('2026-03-02T00:00:00Z'),
  data: { quarantineId: 'q-1', channel: 'app', by: '王芳' },
});
