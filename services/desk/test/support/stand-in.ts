import type { Consumption } from '@yihaotong/event-log';
import { type CaseEvent, type CaseSnapshot, type DeskAction, readEvent, type Topic } from '@yihaotong/petition-event';
import { caseEvent } from './events.ts';
import type { DeskPlatform } from './platform.ts';

type CaseAction = Exclude<DeskAction, { type: 'action.replayed' }>;
type Replay = Extract<DeskAction, { type: 'action.replayed' }>;

/** Does what routing and an adapter would do with the desk's actions, as far as the desk can see it. */
export async function standIn(
  platform: DeskPlatform,
  cases: Map<string, CaseSnapshot>,
  replay: (action: Replay) => Promise<void>,
): Promise<Consumption> {
  const topic: Topic = 'desk.actions';
  return platform.eventLog.consume({ group: 'stand-in', topics: [topic], startAt: 'earliest' }, async ({ records }) => {
    for (const { value } of records) {
      const action: DeskAction = readEvent(topic, value);
      if (action.type === 'action.replayed') {
        await replay(action);
        continue;
      }
      const event = carriedOut(platform, action, cases.get(action.data.caseId));
      cases.set(action.data.caseId, event.data.case);
      await platform.say('cases', event);
    }
  });
}

function carriedOut(platform: DeskPlatform, action: CaseAction, before: CaseSnapshot | undefined): CaseEvent {
  if (!before) throw new Error(`there is no case ${action.data.caseId}`);
  const version = before.version + 1;
  const { by } = action.data;
  if (action.type === 'action.answered') {
    const at = platform.now().toISOString();
    const { text, signedBy } = action.data;
    const answer = { text, signedBy, at };
    const after: CaseSnapshot = { ...before, version, state: 'closed', closedAt: at, answer };
    return caseEvent('case.answered', after, { causeId: action.id, by, note: `${signedBy}签发答复` });
  }
  const { class: toClass = before.class, urgency = before.urgency, topic = before.topic } = action.data;
  const after: CaseSnapshot = { ...before, version, class: toClass, urgency, topic, unsure: false };
  return caseEvent('case.corrected', after, { causeId: action.id, by, note: action.data.reason });
}
