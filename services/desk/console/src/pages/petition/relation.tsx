import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PetitionAnswer } from '../../../../src/api/schema.ts';
import { Facts } from '../../parts/facts.tsx';
import { RelationTag } from '../../parts/tags.tsx';
import { When } from '../../parts/when.tsx';
import { useSession } from '../../session.tsx';

/** What the petition has to do with what was said before, and how close the second best was. */
export function Relation({ answer }: { answer: PetitionAnswer }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { relation, related } = answer;
  const isNew = relation.kind === 'new';
  const matter = (id: string, text: string) =>
    user.role === 'unit' ? text : <Link to={`/petitions?matter=${id}`}>{text}</Link>;
  return (
    <Card size="small" title={t('petition.relation')} extra={<RelationTag relation={relation.kind} />}>
      {isNew ? <p className="quiet">{t('petition.nothingLike')}</p> : null}
      {related ? (
        <div className="related">
          <div className="quiet">{t('petition.of')}</div>
          <Link className="row-title" to={`/petitions/${related.petitionId}`}>
            {related.title}
          </Link>
          <div className="row-summary two-lines">{related.text}</div>
          <span className="quiet">
            <When at={related.receivedAt} />
          </span>
        </div>
      ) : null}
      <Facts
        of={[
          [t('case.score'), isNew ? null : relation.score.toFixed(3)],
          [t('case.shared'), relation.shared.join('、')],
          [
            t('petition.runnerUp'),
            relation.runnerUp
              ? matter(
                  relation.runnerUp.matterId,
                  t('petition.runnerUpScore', { score: relation.runnerUp.score.toFixed(3) }),
                )
              : null,
          ],
          [t('case.matter'), matter(relation.matterId, t('case.matterPetitions'))],
        ]}
      />
    </Card>
  );
}
