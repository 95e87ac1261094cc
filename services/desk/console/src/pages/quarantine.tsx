import { App, Button, Select, Space, Table, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { QuarantineListAnswer, QuarantineRow, ReplayAnswer } from '../../../src/api/schema.ts';
import { get, send } from '../api/client.ts';
import { useLive } from '../api/live.ts';
import { usePages } from '../api/use-pages.ts';
import { Failed } from '../parts/failed.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pager } from '../parts/pager.tsx';
import { useAct } from '../parts/use-act.ts';
import { useLabels } from '../parts/use-labels.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../session.tsx';
import { RawItem } from './quarantine-raw.tsx';

const STATE_COLOURS: Record<QuarantineRow['state'], string> = {
  open: 'warning',
  replayed: 'processing',
  recovered: 'success',
};

/** What could not be read: why, the raw item, and trying again once the cause is mended. */
export function Quarantine() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { message } = App.useApp();
  const { busy, act } = useAct();
  const labels = useLabels();
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') ?? 'open';
  const pages = usePages<QuarantineRow, QuarantineListAnswer>(`quarantine ${state}`, (after) =>
    get('/api/desk/quarantine', { state: state === 'all' ? undefined : state, after }),
  );
  useLive('quarantine', pages.reload);
  useLive('ready', pages.reload);
  const [opened, setOpened] = useState<QuarantineRow | null>(null);
  const may = user.role === 'administrator' || user.role === 'operator';
  const replay = (path: string, body: object) =>
    act(async () => {
      const { count } = await send<ReplayAnswer>('POST', path, body);
      message.success(t('quarantine.replayed', { count }));
      pages.reload();
    });
  const open = (row: QuarantineRow) => setOpened(row);
  const replayOne = (row: QuarantineRow) => void replay(`/api/desk/quarantine/${row.quarantineId}/replay`, {});
  return (
    <>
      <PageHead title={t('quarantine.title')} intro={t('quarantine.intro')}>
        <Select
          aria-label={t('quarantine.stateLabel')}
          value={state}
          style={{ minWidth: 120 }}
          onChange={(value: string) => setSearch({ state: value })}
          options={[
            { value: 'open', label: t('quarantine.state.open') },
            { value: 'recovered', label: t('quarantine.state.recovered') },
            { value: 'all', label: t('common.all') },
          ]}
        />
      </PageHead>
      {may && pages.data && pages.data.reasons.length > 0 ? (
        <Space wrap className="notice">
          {pages.data.reasons.map(({ count, ...reason }) => (
            <Button
              key={`${reason.channel}/${reason.stage}/${reason.code}`}
              loading={busy}
              onClick={() => void replay('/api/desk/quarantine/replay', reason)}
            >
              {t('quarantine.replayAll', { channel: labels.channel(reason.channel), code: reason.code, count })}
            </Button>
          ))}
        </Space>
      ) : null}
      {pages.error ? (
        <Failed error={pages.error} reload={pages.reload} />
      ) : (
        <Entries
          rows={pages.data?.items ?? []}
          loading={pages.loading}
          empty={state === 'open' ? t('quarantine.empty') : t('common.empty')}
          actions={may ? { busy, open, replay: replayOne } : null}
        />
      )}
      <Pager pages={pages} />
      <RawItem row={opened} close={() => setOpened(null)} />
    </>
  );
}

interface Actions {
  busy: boolean;
  open(row: QuarantineRow): void;
  replay(row: QuarantineRow): void;
}

function Entries(props: { rows: QuarantineRow[]; loading: boolean; empty: string; actions: Actions | null }) {
  const { rows, loading, empty, actions } = props;
  const { t } = useTranslation();
  const labels = useLabels();
  const columns: TableColumnsType<QuarantineRow> = [
    { title: t('quarantine.at'), key: 'at', width: 160, render: (_, row) => <When at={row.at} /> },
    {
      title: t('quarantine.stateLabel'),
      key: 'state',
      width: 100,
      render: (_, row) => <Tag color={STATE_COLOURS[row.state]}>{t(`quarantine.state.${row.state}`)}</Tag>,
    },
    { title: t('board.channel'), key: 'channel', width: 100, render: (_, row) => labels.channel(row.channel) },
    {
      title: t('quarantine.stageLabel'),
      key: 'stage',
      width: 90,
      render: (_, row) => t(`quarantine.stage.${row.stage}`),
    },
    {
      title: t('quarantine.reason'),
      key: 'reason',
      render: (_, row) => (
        <>
          <code>{row.code}</code>
          <div>{row.message}</div>
          {row.petitionIds.map((id) => (
            <Link key={id} to={`/petitions/${id}`}>
              {t('case.seePetition')}{' '}
            </Link>
          ))}
        </>
      ),
    },
  ];
  if (actions) {
    columns.push({
      key: 'actions',
      width: 190,
      render: (_, row) => (
        <Space>
          <Button size="small" onClick={() => actions.open(row)}>
            {t('quarantine.raw')}
          </Button>
          {row.state === 'open' ? (
            <Button size="small" type="primary" ghost disabled={actions.busy} onClick={() => actions.replay(row)}>
              {t('quarantine.replay')}
            </Button>
          ) : null}
        </Space>
      ),
    });
  }
  return (
    <Table
      rowKey="quarantineId"
      size="small"
      columns={columns}
      dataSource={rows}
      loading={loading}
      pagination={false}
      scroll={{ x: 820 }}
      locale={{ emptyText: loading ? ' ' : empty }}
    />
  );
}
