import { Alert, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantineRow, RawAnswer } from '../../../../src/api/schema.ts';
import { send } from '../../api/client.ts';
import { Facts } from '../../parts/facts.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { useAct } from '../../parts/use-act.ts';

/** The raw item of an entry, after a reason was given. */
export function RawItem({ row, close }: { row: QuarantineRow | null; close(): void }) {
  const { t } = useTranslation();
  const { busy, act } = useAct();
  const [raw, setRaw] = useState<RawAnswer | null>(null);
  const leave = () => {
    setRaw(null);
    close();
  };
  const open = (reason: string) =>
    act(async () => {
      if (row) setRaw(await send<RawAnswer>('POST', `/api/desk/quarantine/${row.quarantineId}/raw`, { reason }));
    });
  return (
    <>
      <ReasonDialog
        open={row !== null && raw === null}
        title={t('quarantine.raw')}
        hint={t('quarantine.rawHint')}
        busy={busy}
        close={leave}
        give={open}
      />
      <Modal open={raw !== null} title={t('quarantine.raw')} footer={null} width={820} onCancel={leave} destroyOnHidden>
        {raw ? <Raw raw={raw} row={row} /> : null}
      </Modal>
    </>
  );
}

function Raw({ raw, row }: { raw: RawAnswer; row: QuarantineRow | null }) {
  const { t } = useTranslation();
  return (
    <>
      {row ? (
        <p>
          <code>{row.code}</code> {row.message}
        </p>
      ) : null}
      <Facts
        of={[
          [t('quarantine.mediaType'), raw.mediaType],
          ['SHA-256', <code key="sha">{raw.sha256}</code>],
          ...Object.entries(raw.headers).map(([name, value]) => [name, value] as const),
        ]}
      />
      {raw.cut ? <Alert type="info" title={t('quarantine.cut')} className="notice" /> : null}
      {raw.text === null ? <p className="quiet">{t('quarantine.notText')}</p> : null}
      <pre className="raw">{raw.text ?? raw.base64}</pre>
    </>
  );
}
