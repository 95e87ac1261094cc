import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PetitionAnswer, RevealAnswer } from '../../../../src/api/schema.ts';
import { Facts } from '../../parts/facts.tsx';
import { useCitizen } from '../../parts/use-citizen.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { When } from '../../parts/when.tsx';

/** Where it came from, when, and from whom: masked until somebody with a reason has opened it. */
export function PetitionFacts({ of, shown }: { of: PetitionAnswer['petition']; shown: RevealAnswer | null }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const citizen = useCitizen();
  return (
    <Card size="small" title={t('petition.facts')}>
      <Facts
        of={[
          [t('petition.code'), <code key="code">{of.queryCode}</code>],
          [t('board.channel'), labels.channel(of.channel)],
          [t('petition.account'), of.account],
          [t('petition.line'), of.line === null ? null : labels.line(of.line)],
          [t('petition.citizen'), shown ? null : citizen(of.citizen)],
          [t('petition.nameLabel'), shown && (shown.name ?? t('common.none'))],
          [t('petition.phone'), shown && (shown.phone ?? t('common.none'))],
          [t('petition.identity'), shown?.identity],
          [t('case.place'), shown ? shown.place : of.place.text],
          [t('board.district'), of.place.district],
          [t('petition.adcode'), of.place.adcode],
          [t('petition.kind'), of.statedKind],
          [t('petition.occurred'), <When key="occurred" at={of.occurredAt} />],
          [t('petition.received'), <When key="received" at={of.receivedAt} />],
          [t('petition.language'), of.language],
          [t('petition.adapter'), of.adapterVersion],
        ]}
      />
    </Card>
  );
}
