import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeskError } from '../api/client.ts';

/** What went wrong, in words, and a way to try again. */
export function Failed({ error, reload }: { error: DeskError; reload(): void }) {
  const { t } = useTranslation();
  return (
    <div className="failed" role="alert">
      <span className="failed-title">{t(`error.${error.code}`, { message: error.message })}</span>
      <Button onClick={reload}>{t('common.retry')}</Button>
    </div>
  );
}
