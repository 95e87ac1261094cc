import { Alert, Card, Empty, Spin, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChannelRow, ChannelsAnswer } from '../../../src/api/schema.ts';
import { get } from '../api/client.ts';
import { useLive } from '../api/live.ts';
import { useData } from '../api/use-data.ts';
import { Facts } from '../parts/facts.tsx';
import { Failed } from '../parts/failed.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useMoment, When } from '../parts/when.tsx';

const STATE_COLOURS: Record<ChannelRow['state'], string> = {
  running: 'success',
  'not-configured': 'default',
  failing: 'error',
};

/** Each channel's health, as its adapter reports it. */
export function Channels() {
  const { t } = useTranslation();
  const found = useData('channels', () => get<ChannelsAnswer>('/api/desk/channels'));
  useLive('channels', found.reload);
  useLive('ready', found.reload);
  if (found.error) return <Failed error={found.error} reload={found.reload} />;
  return (
    <>
      <PageHead title={t('channels.title')} intro={t('channels.intro')} />
      {found.data ? null : <Spin className="page-spin" />}
      {found.data?.items.length === 0 ? <Empty description={t('channels.empty')} /> : null}
      <div className="cards">
        {found.data?.items.map((row) => (
          <Channel key={row.id} row={row} />
        ))}
      </div>
    </>
  );
}

function Channel({ row }: { row: ChannelRow }) {
  const { t, i18n } = useTranslation();
  const format = useMoment();
  const list = (names: readonly string[]) =>
    names.length === 0 ? null : names.map((name) => <code key={name}>{name} </code>);
  return (
    <Card
      size="small"
      title={row.title[i18n.language === 'en' ? 'en' : 'zh']}
      extra={<Tag color={STATE_COLOURS[row.state]}>{t(`channels.${row.state}`)}</Tag>}
    >
      {row.missing.length > 0 ? (
        <Alert className="notice" type="info" showIcon title={t('channels.missing')} description={list(row.missing)} />
      ) : null}
      {row.wrong.length > 0 ? (
        <Alert className="notice" type="error" showIcon title={t('channels.wrong')} description={list(row.wrong)} />
      ) : null}
      <Facts
        of={[
          [t('channels.received'), <When key="received" at={row.lastReceivedAt} />],
          [t('channels.delivered'), <When key="delivered" at={row.lastDeliveredAt} />],
          [t('channels.outbox'), <Outbox key="outbox" items={row.outboxItems} />],
          [t('channels.way'), t(`channels.${row.kind}`)],
          [t('petition.adapter'), row.adapterVersion],
        ]}
      />
      <h2 className="card-part">{t('channels.alarms')}</h2>
      {row.alarms.length === 0 ? <span className="quiet">{t('channels.noAlarms')}</span> : null}
      <ul className="plain-list">
        {row.alarms.toReversed().map(({ code, message, at }) => (
          <li key={`${at} ${code}`}>
            <span className="quiet">
              <When at={at} />
            </span>{' '}
            <code>{code}</code>
            <div className="bad">{message}</div>
          </li>
        ))}
      </ul>
      <div className="quiet card-foot">{t('channels.updated', { time: format(row.updatedAt) })}</div>
    </Card>
  );
}

function Outbox({ items }: { items: number }) {
  const { t } = useTranslation();
  if (items === 0) return 0;
  return (
    <span className="bad">
      {items} {t('channels.outboxHint')}
    </span>
  );
}
