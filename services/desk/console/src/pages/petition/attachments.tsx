import { DownloadOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AttachmentRow } from '../../../../src/api/schema.ts';

const KIB = 1024;

/** Files come as downloads: what a citizen sent is never shown inside the console. */
export function Attachments({ petitionId, rows }: { petitionId: string; rows: readonly AttachmentRow[] }) {
  const { t } = useTranslation();
  return (
    <Card size="small" title={t('petition.attachments')}>
      {rows.length === 0 ? <span className="quiet">{t('petition.noAttachments')}</span> : null}
      <ul className="plain-list">
        {rows.map((row) => (
          <li key={row.id} className="row-line">
            <PaperClipOutlined />
            <span className="file-name">{row.name}</span>
            <span className="quiet">
              {row.mediaType}
              {row.size === null ? '' : ` · ${sizeText(row.size)}`}
            </span>
            {row.state === 'stored' ? (
              <a
                href={`/api/desk/petitions/${encodeURIComponent(petitionId)}/attachments/${encodeURIComponent(row.id)}`}
                download
              >
                <DownloadOutlined /> {t('petition.attachment.stored')}
              </a>
            ) : (
              <span className={row.state === 'failed' ? 'bad' : 'quiet'}>
                {t(`petition.attachment.${row.state}`)} {row.reason}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function sizeText(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  if (bytes < KIB * KIB) return `${(bytes / KIB).toFixed(0)} KiB`;
  return `${(bytes / KIB / KIB).toFixed(1)} MiB`;
}
