import { App, Button, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { QuarantineListAnswer, QuarantineRow, ReplayAnswer } from '../../../../src/api/schema.ts';
import { get, send } from '../../api/client.ts';
import { useLive, usePaced } from '../../api/live.ts';
import { usePages } from '../../api/use-pages.ts';
import { Failed } from '../../parts/failed.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { useAct } from '../../parts/use-act.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { useSession } from '../../session.tsx';
import { Entries } from './entries.tsx';
import { RawItem } from './raw-item.tsx';

const PACE = 500;

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
  const look = usePaced(PACE, pages.reload);
  useLive('quarantine', look);
  useLive('ready', look);
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
