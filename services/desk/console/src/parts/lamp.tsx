import { useTranslation } from 'react-i18next';
import type { CaseRow } from '../../../src/api/schema.ts';

export const LAMP_COLOURS = { green: '#2e9e5b', yellow: '#e0a100', red: '#d9363e', tick: '#8fa1b8' } as const;

/** The lamp of a case; its name stands beside it, so that colour is never all there is. */
export function Lamp({ lamp }: { lamp: CaseRow['lamp'] }) {
  const { t } = useTranslation();
  return (
    <span className="lamp">
      {lamp === 'tick' ? (
        <span style={{ color: LAMP_COLOURS.tick }}>✓</span>
      ) : (
        <span className="lamp-dot" style={{ background: LAMP_COLOURS[lamp] }} />
      )}
      {t(`lamp.${lamp}`)}
    </span>
  );
}
