import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseAnswer } from '../../../../src/api/schema.ts';
import { Facts } from '../../parts/facts.tsx';
import { placeText } from '../../parts/place.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { When } from '../../parts/when.tsx';
import { useSession } from '../../session.tsx';

/** What the case is about, and its answer once there is one. */
export function CaseFacts({ answer: { case: of } }: { answer: CaseAnswer }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const { user } = useSession();
  return (
    <>
      <Card size="small">
        <p className="said">{of.summary}</p>
        <Facts
          of={[
            [t('board.unit'), of.unit.name],
            [t('board.topic'), labels.topic(of.topic)],
            [t('case.place'), placeText(of.place)],
            [t('board.channel'), labels.channel(of.channel)],
            [t('board.opened'), <When key="opened" at={of.openedAt} />],
            [t('board.deadline'), <When key="deadline" at={of.deadline} />],
            [
              t('case.matter'),
              user.role === 'unit' ? null : (
                <Link key="matter" to={`/petitions?matter=${of.matterId}`}>
                  {t('case.matterPetitions')}
                </Link>
              ),
            ],
            [
              t('case.previous'),
              of.previousCaseId ? (
                <Link key="previous" to={`/cases/${of.previousCaseId}`}>
                  {t('common.see')}
                </Link>
              ) : null,
            ],
          ]}
        />
      </Card>
      {of.answer ? (
        <Card size="small" title={t('case.answered')} className="answered">
          <p className="said">{of.answer.text}</p>
          <div className="quiet">
            {t('case.signedBy')} {of.answer.signedBy} · <When at={of.answer.at} />
          </div>
        </Card>
      ) : null}
    </>
  );
}
