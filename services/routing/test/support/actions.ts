import { type DeskAction, derivedId, envelope } from '@yihaotong/petition-event';

const TIME = new Date('2026-03-03T06:00:00Z');

export function answered(
  caseId: string,
  text = '路灯已修复。',
  name = 'a1',
): Extract<DeskAction, { type: 'action.answered' }> {
  return envelope('action.answered', {
    id: derivedId('action', name, caseId),
    source: '/services/desk',
    subject: caseId,
    time: TIME,
    data: { caseId, by: 'chen', text, signedBy: '李工' },
  });
}

export function corrected(
  caseId: string,
  fields: Partial<Extract<DeskAction, { type: 'action.corrected' }>['data']>,
  name = 'c1',
): Extract<DeskAction, { type: 'action.corrected' }> {
  return envelope('action.corrected', {
    id: derivedId('action', name, caseId),
    source: '/services/desk',
    subject: caseId,
    time: TIME,
    data: { caseId, petitionId: 'p', by: 'chen', reason: '判断有误', ...fields },
  });
}
