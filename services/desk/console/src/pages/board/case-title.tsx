import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseRow } from '../../../../src/api/schema.ts';
import { placeText } from '../../parts/place.ts';
import { UrgencyTag } from '../../parts/tags.tsx';

/** What the case is about; the link that opens it by keyboard. */
export function CaseTitle({ row }: { row: CaseRow }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="title-line">
        <Link
          className="row-title one-line"
          title={row.title}
          to={`/cases/${row.caseId}`}
          onClick={(event) => event.stopPropagation()}
        >
          {row.title}
        </Link>
        <UrgencyTag urgency={row.urgency} />
        {row.unsure ? <Tag color="purple">{t('board.unsure')}</Tag> : null}
      </div>
      <div className="second-line one-line">{restOf(row) || placeText(row.place)}</div>
    </>
  );
}

/** A title is often the text's own beginning: then what follows it is worth the second line. */
function restOf({ title, summary }: CaseRow): string {
  const beginning = title.replace(/…$/, '');
  if (!summary.startsWith(beginning)) return summary;
  return summary.slice(beginning.length).replace(/^[\s，。！？；、,.!?;]+/, '');
}
