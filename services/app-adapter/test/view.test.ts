import { describe, expect, test } from '@jest/globals';
import { textsIn } from '../src/i18n/texts.ts';
import { requestOf } from '../src/open311/view.ts';
import { NOTHING_YET, type RequestBody } from '../src/requests/document.ts';
import { withCase, withNormalized } from '../src/requests/merge.ts';
import { caseEvent, normalized } from './events.ts';

const TIME = '2026-03-01T02:00:00.000Z';
const ANSWER = { text: '您举报的幸福路商铺已查处。', signedBy: '李工', at: TIME };

function understoodAs(subtype: 'report' | null) {
  const event = normalized();
  event.data.understanding.subtype = subtype;
  return (body: RequestBody) => withNormalized(body, event);
}
const answeredIn = (subtype: 'report' | null) => (body: RequestBody) =>
  withCase(body, caseEvent('case.answered', { subtype, state: 'closed', answer: ANSWER, version: 2 }).data.case, TIME);

const shown = (...merges: ((body: RequestBody) => RequestBody)[]) =>
  requestOf({ id: 'p', body: merges.reduce((body, merge) => merge(body), NOTHING_YET) }, textsIn('zh'));

describe('what everybody may read of a petition', () => {
  test.each([
    ['a report in a case of reports', 'report', 'report'],
    ['a report that joined a case which is none', 'report', null],
    ['what a person found to be a report', null, 'report'],
  ] as const)('is the state alone for %s, in whatever order it is known', (_, own, ofCase) => {
    for (const merges of [
      [understoodAs(own), answeredIn(ofCase)],
      [answeredIn(ofCase), understoodAs(own)],
    ]) {
      expect(shown(...merges)).toMatchObject({ description: null, address: null, status_notes: '已答复' });
    }
  });

  test('is the words and the answer for anything else', () => {
    const found = shown(understoodAs(null), answeredIn(null));
    expect(found).toMatchObject({ address: '幸福路12号', status_notes: ANSWER.text });
    expect(found.description).toContain('停水');
  });
});
