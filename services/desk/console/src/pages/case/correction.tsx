import { App, Button, Cascader, Drawer, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ActionAnswer, CaseAnswer, PetitionListAnswer, TopicChoice } from '../../../../src/api/schema.ts';
import { get, send } from '../../api/client.ts';
import { followAction } from '../../api/follow-action.ts';
import { useData } from '../../api/use-data.ts';
import { useAct } from '../../parts/use-act.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { useSession } from '../../session.tsx';
import { type Corrected, correctionOf } from './correction-body.ts';

interface TopicOption {
  value: string;
  label: string;
  children?: TopicOption[];
}
const topicOption = ({ name, children }: TopicChoice): TopicOption => ({
  value: name,
  label: name,
  ...(children.length > 0 ? { children: children.map(topicOption) } : {}),
});

/** Sets right what was decided by rule or model; what is left empty stays as it is. */
export function Correction(props: { answer: CaseAnswer; open: boolean; close(): void; done(): void }) {
  const { t } = useTranslation();
  return (
    <Drawer title={t('case.correct')} open={props.open} onClose={props.close} size="min(460px, 100vw)" destroyOnHidden>
      <CorrectionForm {...props} />
    </Drawer>
  );
}

function CorrectionForm({ answer, close, done }: { answer: CaseAnswer; close(): void; done(): void }) {
  const { t } = useTranslation();
  const { policy } = useSession();
  const labels = useLabels();
  const { message } = App.useApp();
  const { busy, act } = useAct();
  const of = answer.case;
  const path = `/api/desk/cases/${encodeURIComponent(of.caseId)}`;
  const petitions = useData(`${path}/petitions correct`, () =>
    get<PetitionListAnswer>(`${path}/petitions`, { limit: 100 }),
  );
  const first = petitions.data?.items[0]?.petitionId;
  const hand = (given: Corrected) =>
    act(async () => {
      const body = correctionOf(given, first);
      if (!body) return void message.warning(t('case.nothingCorrected'));
      const { actionId } = await send<ActionAnswer>('POST', `${path}/corrections`, body);
      const { state, note } = await followAction(actionId);
      if (state === 'refused') message.error(t('case.refused', { note }));
      else message.success(t(state === 'done' ? 'case.correctedNow' : 'case.corrected'));
      done();
      close();
    });
  const keep = (now: string) => t('case.keep', { now });
  return (
    <Form layout="vertical" onFinish={hand} requiredMark={false}>
      <p className="quiet">{t('case.correctHint')}</p>
      {(petitions.data?.items.length ?? 0) > 1 ? (
        <Form.Item name="petitionId" label={t('case.byPetition')} extra={t('case.byPetitionHint')}>
          <Select
            placeholder={petitions.data?.items[0]?.title}
            options={petitions.data?.items.map(({ petitionId, title }) => ({ value: petitionId, label: title })) ?? []}
          />
        </Form.Item>
      ) : null}
      <Form.Item name="class" label={t('board.class')}>
        <Select
          allowClear
          placeholder={keep(labels.class(of.class))}
          options={policy.classes.map(({ id }) => ({ value: id, label: labels.class(id) }))}
        />
      </Form.Item>
      <Form.Item name="subtype" label={t('case.subtype')}>
        <Select
          allowClear
          placeholder={keep(of.subtype ? labels.subtype(of.subtype) : t('case.noSubtype'))}
          options={['', 'report', 'thanks', 'none'].map((id) => ({
            value: id,
            label: id === '' ? t('case.noSubtype') : labels.subtype(id),
          }))}
        />
      </Form.Item>
      <Form.Item name="topic" label={t('board.topic')}>
        <Cascader
          allowClear
          changeOnSelect
          showSearch
          placeholder={keep(labels.topic(of.topic))}
          options={policy.topics.map(topicOption)}
        />
      </Form.Item>
      <Form.Item name="urgency" label={t('board.urgency')}>
        <Select
          allowClear
          placeholder={keep(t(`urgency.${of.urgency}`))}
          options={[0, 1, 2].map((level) => ({ value: level, label: t(`urgency.${level}`) }))}
        />
      </Form.Item>
      <Form.Item name="unitId" label={t('board.unit')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={keep(of.unit.name)}
          options={policy.units.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('common.reason')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('common.reasonHint') }]}
      >
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} disabled={!first} block>
        {t('case.handCorrection')}
      </Button>
    </Form>
  );
}
