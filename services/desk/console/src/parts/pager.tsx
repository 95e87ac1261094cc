import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Pages } from '../api/use-pages.ts';

/** Back and on; nothing when everything is on one page. */
export function Pager({ pages }: { pages: Pick<Pages<unknown>, 'number' | 'goBack' | 'goOn'> }) {
  const { t } = useTranslation();
  if (!pages.goBack && !pages.goOn) return null;
  return (
    <nav className="pager">
      <Button disabled={!pages.goBack} onClick={() => pages.goBack?.()}>
        {t('common.previous')}
      </Button>
      <span className="quiet">{t('common.page', { number: pages.number })}</span>
      <Button disabled={!pages.goOn} onClick={() => pages.goOn?.()}>
        {t('common.next')}
      </Button>
    </nav>
  );
}
