import { useTranslation } from 'react-i18next';
import type { SummaryAnswer } from '../../../../src/api/schema.ts';
import { LAMP_COLOURS } from '../../parts/lamp.tsx';
import type { BoardFilter } from './filters.tsx';

const LAMPS = ['red', 'yellow', 'green', 'tick'] as const;

/** The board at a glance; a lamp's tile filters by it. */
export function Tiles(props: {
  summary: SummaryAnswer | null;
  filter: BoardFilter;
  change(name: string, value: string): void;
}) {
  const { t } = useTranslation();
  const { summary, filter, change } = props;
  const toggle = (name: string, value: string) => change(name, filter[name] === value ? '' : value);
  const number = (count: number | undefined) => (count === undefined ? '–' : count.toLocaleString());
  return (
    <section className="tiles">
      {LAMPS.map((lamp) => (
        <button
          type="button"
          key={lamp}
          className="tile"
          style={{ borderLeftColor: LAMP_COLOURS[lamp] }}
          aria-pressed={filter.lamp === lamp}
          onClick={() => toggle('lamp', lamp)}
        >
          <span className="tile-number">{number(summary?.lamps[lamp])}</span>
          <span className="tile-name">{t(`lamp.${lamp}`)}</span>
        </button>
      ))}
      {summary?.waiting ? (
        <button
          type="button"
          className="tile"
          style={{ borderLeftColor: '#7a5ad1' }}
          aria-pressed={filter.unsure === 'true'}
          onClick={() => toggle('unsure', 'true')}
        >
          <span className="tile-number">{number(summary.waiting.unsure)}</span>
          <span className="tile-name">{t('board.unsure')}</span>
        </button>
      ) : null}
      <div className="tile">
        <span className="tile-number">{number(summary?.today.petitions)}</span>
        <span className="tile-name">{t('board.today')}</span>
      </div>
      <div className="tile">
        <span className="tile-number">{number(summary?.today.closed)}</span>
        <span className="tile-name">{t('board.todayClosed')}</span>
      </div>
    </section>
  );
}
