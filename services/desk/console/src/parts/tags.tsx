import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLabels } from './use-labels.ts';

const CLASS_COLOURS: Record<string, string> = { consult: 'blue', help: 'gold', suggest: 'green', complain: 'volcano' };

/** The class, with its subtype. */
export function ClassTag({ of, subtype }: { of: string; subtype: string | null }) {
  const labels = useLabels();
  return (
    <Tag color={CLASS_COLOURS[of] ?? 'default'}>
      {labels.class(of)}
      {subtype ? ` · ${labels.subtype(subtype)}` : ''}
    </Tag>
  );
}

/** Urgent and emergency stand out; normal says nothing. */
export function UrgencyTag({ urgency }: { urgency: number }) {
  const { t } = useTranslation();
  return urgency === 0 ? null : <Tag color={urgency === 2 ? '#d9363e' : 'orange'}>{t(`urgency.${urgency}`)}</Tag>;
}

export function RelationTag({ relation }: { relation: string }) {
  const { t } = useTranslation();
  return <Tag color={relation === 'new' ? 'default' : 'purple'}>{t(`relation.${relation}`)}</Tag>;
}
