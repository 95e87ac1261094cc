import { Empty, Timeline as Line } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TimelineEntry } from '../../../src/api/schema.ts';
import { ClassTag, UrgencyTag } from './tags.tsx';
import { useLabels } from './use-labels.ts';
import { When } from './when.tsx';

const COLOURS: Record<string, string> = {
  'case.answered': 'green',
  'case.corrected': '#7a5ad1',
  'case.refused': 'red',
  'reply.failed': 'red',
  'reply.delivered': 'green',
};

/** What happened, oldest first. `linked`: entries lead to the petition they are about. */
export function Timeline({ entries, linked }: { entries: readonly TimelineEntry[]; linked: boolean }) {
  const { t } = useTranslation();
  if (entries.length === 0) return <Empty description={t('common.empty')} image={Empty.PRESENTED_IMAGE_SIMPLE} />;
  return (
    <Line
      items={entries.map((entry) => ({
        key: entry.id,
        color: COLOURS[entry.type] ?? 'blue',
        content: <Entry entry={entry} linked={linked} />,
      }))}
    />
  );
}

function Entry({ entry, linked }: { entry: TimelineEntry; linked: boolean }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const isReply = entry.type.startsWith('reply.');
  return (
    <div className="entry">
      <strong>{t(`timeline.${entry.type}`, { defaultValue: entry.type })}</strong>
      <span className="quiet">
        <When at={entry.at} /> · {isReply ? labels.channel(entry.by) : labels.actor(entry.by)}
      </span>
      {entry.note ? <div>{entry.note}</div> : null}
      {entry.corrected ? <Corrected now={entry.corrected} /> : null}
      {linked && entry.petitionId ? <Link to={`/petitions/${entry.petitionId}`}>{t('case.seePetition')}</Link> : null}
    </div>
  );
}

function Corrected({ now }: { now: NonNullable<TimelineEntry['corrected']> }) {
  const labels = useLabels();
  return (
    <div>
      <ClassTag of={now.class} subtype={now.subtype} />
      <UrgencyTag urgency={now.urgency} />
      <span className="quiet">
        {labels.topic(now.topic)} · {labels.unit(now.unitId)}
      </span>
    </div>
  );
}
