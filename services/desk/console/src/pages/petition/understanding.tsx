import { Card, Progress, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PetitionAnswer } from '../../../../src/api/schema.ts';
import { Facts } from '../../parts/facts.tsx';
import { ClassTag } from '../../parts/tags.tsx';
import { useLabels } from '../../parts/use-labels.ts';

type Evidence = PetitionAnswer['understanding']['evidence']['class'];

/** What was understood, how surely, and which words spoke for it. */
export function Understanding({ of }: { of: PetitionAnswer['understanding'] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const percent = Math.round(of.confidence * 100);
  return (
    <Card size="small" title={t('petition.understanding')} extra={<span className="quiet">{of.model}</span>}>
      <div className="decision">
        <div className="row-line">
          <span className="decision-name">{t('board.class')}</span>
          <ClassTag of={of.class} subtype={of.subtype} />
          {of.unsure ? <Tag color="purple">{t('board.unsure')}</Tag> : null}
        </div>
        <Progress
          percent={percent}
          size="small"
          strokeColor={of.unsure ? '#e0a100' : '#1d5ea8'}
          aria-label={t('petition.confidence')}
        />
        <Bars evidence={of.evidence.class} kind="class" />
      </div>
      <div className="decision">
        <div className="row-line">
          <span className="decision-name">{t('board.topic')}</span>
          {labels.topic(of.topic)}
        </div>
        <Bars evidence={of.evidence.topic} kind="topic" />
      </div>
      <div className="decision">
        <div className="row-line">
          <span className="decision-name">{t('board.urgency')}</span>
          {t(`urgency.${of.urgency}`)}
        </div>
        <Bars evidence={of.evidence.urgency} kind="urgency" />
      </div>
      <Facts
        of={[
          [t('petition.place.district'), of.place.district],
          [t('petition.place.street'), of.place.street],
          [t('petition.place.road'), of.place.road],
          [t('petition.place.estate'), of.place.estate],
          [t('petition.place.number'), of.place.number],
        ]}
      />
    </Card>
  );
}

/** One bar a word, as long as its weight; the strongest fills the line. */
function Bars({ evidence, kind }: { evidence: Evidence; kind: string }) {
  const { t } = useTranslation();
  if (evidence.length === 0) return <div className="quiet">{t('petition.noEvidence')}</div>;
  const strongest = Math.max(...evidence.map(({ weight }) => Math.abs(weight)), Number.EPSILON);
  return (
    <ul className="bars">
      {evidence.map(({ words, weight }) => (
        <li key={words}>
          <span className="bar-words">{words}</span>
          <span className="bar">
            <span className={`bar-${kind}`} style={{ width: `${(100 * Math.abs(weight)) / strongest}%` }} />
          </span>
          <span className="quiet">{weight.toFixed(2)}</span>
        </li>
      ))}
    </ul>
  );
}
