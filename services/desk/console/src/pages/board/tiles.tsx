import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseRow, SummaryAnswer } from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { useLive, usePaced } from '../../api/live.ts';
import { useData } from '../../api/use-data.ts';
import { LAMP_COLOURS } from '../../parts/lamp.tsx';
import type { BoardFilter } from './filters.tsx';

const LAMPS: readonly CaseRow['lamp'][] = ['red', 'yellow', 'green', 'tick'];
const PACE = 5_000;
const URGENT: BoardFilter = { urgency: '1,2', state: 'open' };
const UNSURE: BoardFilter = { unsure: 'true', state: 'open' };

/** The board at a glance; a tile filters by what it counts. */
export function Tiles(props: { summary: SummaryAnswer | null; filter: BoardFilter; set(filter: BoardFilter): void }) {
  const { t } = useTranslation();
  const { summary, filter, set } = props;
  const urgent = useData('urgent', () => get<{ count: number }>('/api/desk/cases/count', URGENT));
  const count = usePaced(PACE, urgent.reload);
  useLive('summary', count);
  useLive('ready', count);
  const tile = (name: string, count: number | undefined, colour: string, wanted: BoardFilter) => {
    const isOn = Object.entries(wanted).every(([field, value]) => filter[field] === value);
    const off = Object.fromEntries(Object.entries(filter).filter(([field]) => !(field in wanted)));
    return (
      <button
        type="button"
        key={name}
        className="tile"
        style={{ borderLeftColor: colour }}
        aria-pressed={isOn}
        onClick={() => set(isOn ? off : { ...filter, ...wanted })}
      >
        <Figure count={count} name={name} />
      </button>
    );
  };
  return (
    <section className="tiles">
      {LAMPS.map((lamp) => tile(t(`lamp.${lamp}`), summary?.lamps[lamp], LAMP_COLOURS[lamp], { lamp }))}
      {tile(t('board.urgent'), urgent.data?.count, '#d9663e', URGENT)}
      {summary?.waiting ? tile(t('board.unsure'), summary.waiting.unsure, '#7a5ad1', UNSURE) : null}
      {summary?.waiting ? (
        <Link className="tile" style={{ borderLeftColor: '#7a5ad1' }} to="/quarantine">
          <Figure count={summary.waiting.quarantined} name={t('board.quarantined')} />
        </Link>
      ) : null}
      <div className="tile">
        <Figure count={summary?.today.petitions} name={t('board.today')} />
      </div>
      <div className="tile">
        <Figure count={summary?.today.closed} name={t('board.todayClosed')} />
      </div>
    </section>
  );
}

function Figure({ count, name }: { count: number | undefined; name: string }) {
  return (
    <>
      <span className="tile-number">{count === undefined ? '–' : count.toLocaleString()}</span>
      <span className="tile-name">{name}</span>
    </>
  );
}
