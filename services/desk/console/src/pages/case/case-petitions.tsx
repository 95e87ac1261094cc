import { Card, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseAnswer, PetitionAnswer, PetitionListAnswer, PetitionRow } from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { useLive } from '../../api/live.ts';
import { useData } from '../../api/use-data.ts';
import { usePages } from '../../api/use-pages.ts';
import { Failed } from '../../parts/failed.tsx';
import { Pager } from '../../parts/pager.tsx';
import { RelationTag, UrgencyTag } from '../../parts/tags.tsx';
import { useCitizen } from '../../parts/use-citizen.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { When } from '../../parts/when.tsx';

/** What citizens said, first petition first, each with what tied it to the ones before. */
export function CasePetitions({ answer }: { answer: CaseAnswer }) {
  const { t } = useTranslation();
  const { caseId } = answer.case;
  const path = `/api/desk/cases/${encodeURIComponent(caseId)}/petitions`;
  const pages = usePages<PetitionRow, PetitionListAnswer>(path, (after) => get(path, { after, limit: 10 }));
  useLive('case', ({ ids, more }) => (more || ids.includes(caseId)) && pages.reload());
  return (
    <Card size="small" title={t('case.petitions', { count: answer.petitions })} loading={pages.loading}>
      {pages.error ? <Failed error={pages.error} reload={pages.reload} /> : null}
      <ul className="plain-list">
        {pages.data?.items.map((row) => (
          <Item key={row.petitionId} row={row} />
        ))}
      </ul>
      <Pager pages={pages} />
    </Card>
  );
}

function Item({ row }: { row: PetitionRow }) {
  const labels = useLabels();
  const citizen = useCitizen();
  return (
    <li>
      <div className="row-line">
        <Tag>{labels.channel(row.channel)}</Tag>
        <RelationTag relation={row.relation} />
        <UrgencyTag urgency={row.urgency} />
        <span>{citizen(row.citizen)}</span>
        <span className="quiet">
          <When at={row.receivedAt} />
        </span>
      </div>
      <Link className="row-title" to={`/petitions/${row.petitionId}`}>
        {row.title}
      </Link>
      {row.text === row.title ? null : <div className="row-summary two-lines">{row.text}</div>}
      {row.relation === 'new' ? null : <Tie petitionId={row.petitionId} />}
    </li>
  );
}

/** How like it is to the petition that it was recognised by, and what the two share. */
function Tie({ petitionId }: { petitionId: string }) {
  const { t } = useTranslation();
  const path = `/api/desk/petitions/${petitionId}`;
  const { data } = useData(path, () => get<PetitionAnswer>(path));
  if (!data) return <div className="tie quiet"> </div>;
  const { score, shared } = data.relation;
  return (
    <div className="tie quiet">
      {t('case.score')} <strong>{score.toFixed(2)}</strong>
      {shared.length > 0 ? ` · ${t('case.shared')} ` : ''}
      {shared.map((words) => (
        <Tag key={words}>{words}</Tag>
      ))}
    </div>
  );
}
