import { App, Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionAnswer, CaseAnswer } from '../../../../src/api/schema.ts';
import { send } from '../../api/client.ts';
import { followAction } from '../../api/follow-action.ts';
import { useAct } from '../../parts/use-act.ts';
import { useSession } from '../../session.tsx';

/** The answer to every citizen of the case; with it the case is closed. */
export function AnswerBox({ answer, done }: { answer: CaseAnswer; done(): void }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { message } = App.useApp();
  const { busy, act } = useAct();
  // Pressing again after a failed send is the same request: the desk carries it out once.
  const [requestId] = useState(() => crypto.randomUUID());
  const hand = (given: { text: string; signedBy: string }) =>
    act(async () => {
      const path = `/api/desk/cases/${answer.case.caseId}/answer`;
      const { actionId } = await send<ActionAnswer>('POST', path, { ...given, requestId });
      const { state, note } = await followAction(actionId);
      if (state === 'refused') message.error(t('case.refused', { note }));
      else message.success(t(state === 'done' ? 'case.answeredNow' : 'case.sent'));
      done();
    });
  return (
    <Card size="small" title={t('case.answer')}>
      <Form layout="vertical" onFinish={hand} initialValues={{ signedBy: user.name }} requiredMark={false}>
        <Form.Item
          name="text"
          label={t('case.answerText')}
          rules={[{ required: true, whitespace: true, message: t('case.answerNeeded') }]}
        >
          <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={5000} showCount />
        </Form.Item>
        <Form.Item
          name="signedBy"
          label={t('case.signedBy')}
          rules={[{ required: true, whitespace: true, message: t('case.signedByNeeded') }]}
        >
          <Input maxLength={60} style={{ maxWidth: 260 }} />
        </Form.Item>
        <div className="row-line">
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('case.send')}
          </Button>
          <span className="quiet">
            {answer.petitions > 1 ? t('case.notFirst', { count: answer.petitions }) : t('case.answerHint')}
          </span>
        </div>
      </Form>
    </Card>
  );
}
