import { Empty, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReplyRow } from '../../../src/api/schema.ts';
import { useLabels } from './use-labels.ts';
import { When } from './when.tsx';

const COLOURS: Record<ReplyRow['state'], string> = {
  requested: 'processing',
  delivered: 'success',
  'falling-back': 'warning',
  failed: 'error',
};

/** What was sent to citizens, and what became of it. */
export function Replies({ rows }: { rows: readonly ReplyRow[] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  if (rows.length === 0) return <Empty description={t('reply.empty')} image={Empty.PRESENTED_IMAGE_SIMPLE} />;
  return (
    <ul className="plain-list">
      {rows.map((row) => (
        <li key={row.replyId}>
          <div className="row-line">
            <strong>{t(`reply.${row.kind}`)}</strong>
            <Tag color={COLOURS[row.state]}>{t(`reply.${row.state}`)}</Tag>
            <span className="quiet">
              {t('reply.through', { channel: labels.channel(row.through ?? row.channel) })} ·{' '}
              <When at={row.at ?? row.requestedAt} />
            </span>
          </div>
          <div className="sent">{row.text}</div>
          {row.reason ? (
            <div className="bad">
              {row.reason.message} <code>{row.reason.code}</code>
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
