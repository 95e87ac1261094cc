import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/index.ts';

/** Turns the console into the other language; its name stands there in that language. `plain`: on a light ground. */
export function LanguageButton({ plain = false }: { plain?: boolean }) {
  const { i18n } = useTranslation();
  const other = i18n.language === 'en' ? 'zh' : 'en';
  return (
    <Button size="small" ghost={!plain} lang={other === 'en' ? 'en' : 'zh-CN'} onClick={() => changeLanguage(other)}>
      {other === 'en' ? 'English' : '中文'}
    </Button>
  );
}
