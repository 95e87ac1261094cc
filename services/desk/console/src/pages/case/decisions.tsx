import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseAnswer } from '../../../../src/api/schema.ts';

/** Why this unit, this deadline and this class, each with the line of the policy that gave it. */
export function Decisions({ of: { explanations } }: { of: CaseAnswer['case'] }) {
  const { t } = useTranslation();
  const rows = [
    [t('case.unitWhy'), explanations.unit],
    [t('case.deadlineWhy'), explanations.deadline],
    [t('case.classWhy'), explanations.class],
  ] as const;
  return (
    <Card size="small" title={t('case.decisions')}>
      <dl className="reasons">
        {rows.map(([name, { text, policy }]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {text}
              {policy ? (
                <div className="quiet">
                  {t('case.policy')} <code>{policy}</code>
                </div>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
