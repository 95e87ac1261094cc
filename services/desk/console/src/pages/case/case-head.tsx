import { ArrowLeftOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CaseAnswer } from '../../../../src/api/schema.ts';
import { Lamp } from '../../parts/lamp.tsx';
import { lampNow } from '../../parts/lamp-now.ts';
import { ClassTag, UrgencyTag } from '../../parts/tags.tsx';
import { useNow } from '../../parts/use-now.ts';
import { Countdown } from '../../parts/when.tsx';

/** Title, lamp and countdown: what one has to know before reading on. */
export function CaseHead({ answer, children }: { answer: CaseAnswer; children: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const now = useNow();
  const { title, class: of, subtype, urgency, deadline, closedAt, unsure, state } = answer.case;
  return (
    <>
      <div className="page-head">
        <Button icon={<ArrowLeftOutlined />} aria-label={t('common.back')} onClick={() => void navigate(-1)} />
        <h1>{title}</h1>
        {children}
      </div>
      <div className="page-marks">
        <strong>
          <Lamp lamp={lampNow(answer.case, now)} />
        </strong>
        <Countdown deadline={deadline} closedAt={closedAt} now={now} />
        <ClassTag of={of} subtype={subtype} />
        <UrgencyTag urgency={urgency} />
      </div>
      {unsure && state === 'open' ? (
        <Alert type="warning" showIcon title={t('case.unsure')} style={{ marginBottom: 12 }} />
      ) : null}
    </>
  );
}
