import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeskError } from '../api/client.ts';

/** Runs something the user asked for: `busy` meanwhile, and a toast that says what to do when it fails. */
export function useAct(): { busy: boolean; act(work: () => Promise<void>): Promise<void> } {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    async act(work) {
      setBusy(true);
      try {
        await work();
      } catch (error) {
        const { code, message: detail } = error instanceof DeskError ? error : new DeskError('internal', String(error));
        message.error(t(`error.${code}`, { message: detail }));
      } finally {
        setBusy(false);
      }
    },
  };
}
