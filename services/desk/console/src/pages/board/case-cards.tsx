import { Empty, Spin } from 'antd';
import { Lamp } from '../../parts/lamp.tsx';
import { lampNow } from '../../parts/lamp-now.ts';
import { ClassTag } from '../../parts/tags.tsx';
import { useLabels } from '../../parts/use-labels.ts';
import { useNow } from '../../parts/use-now.ts';
import { Countdown, When } from '../../parts/when.tsx';
import type { CaseListProps } from './case-table.tsx';
import { CaseTitle } from './case-title.tsx';

/** The board's rows on a phone. */
export function CaseCards({ rows, loading, empty }: CaseListProps) {
  const labels = useLabels();
  const now = useNow();
  if (loading) return <Spin className="page-spin" />;
  if (rows.length === 0) return <Empty description={empty} />;
  return (
    <ul className="case-cards">
      {rows.map((row) => (
        <li key={row.caseId} className="case-card">
          <div className="row-line">
            <Lamp lamp={lampNow(row, now)} />
            <span className="quiet">
              <Countdown deadline={row.deadline} closedAt={row.closedAt} now={now} />
            </span>
            <ClassTag of={row.class} subtype={row.subtype} />
          </div>
          <CaseTitle row={row} />
          <div className="second-line">
            {row.unit.name} · {labels.channel(row.channel)} · <When at={row.openedAt} />
          </div>
        </li>
      ))}
    </ul>
  );
}
