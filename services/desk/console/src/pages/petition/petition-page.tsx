import { ArrowLeftOutlined, EyeOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Spin } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { PetitionAnswer, RevealAnswer } from '../../../../src/api/schema.ts';
import { get, send } from '../../api/client.ts';
import { useLive, usePaced } from '../../api/live.ts';
import { useData } from '../../api/use-data.ts';
import { Failed } from '../../parts/failed.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { Replies } from '../../parts/replies.tsx';
import { ClassTag, RelationTag, UrgencyTag } from '../../parts/tags.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { useAct } from '../../parts/use-act.ts';
import { Attachments } from './attachments.tsx';
import { PetitionFacts } from './petition-facts.tsx';
import { Relation } from './relation.tsx';
import { MarksLegend, marksOf, SaidText } from './said-text.tsx';
import { Understanding } from './understanding.tsx';

const PACE = 500;

/** One petition: the citizen's words, what was made of them, and why. */
export function PetitionPage() {
  const { petitionId = '' } = useParams();
  const path = `/api/desk/petitions/${encodeURIComponent(petitionId)}`;
  const found = useData(path, () => get<PetitionAnswer>(path));
  const look = usePaced(PACE, found.reload);
  const caseId = found.data?.petition.caseId ?? '';
  useLive('petition', ({ ids, more }) => (more || ids.includes(petitionId)) && look());
  useLive('case', ({ ids, more }) => (more || ids.includes(caseId)) && look());
  useLive('ready', look);
  if (found.error) return <Failed error={found.error} reload={found.reload} />;
  if (!found.data) return <Spin className="page-spin" />;
  return <PetitionView key={petitionId} answer={found.data} path={path} />;
}

function PetitionView({ answer, path }: { answer: PetitionAnswer; path: string }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<RevealAnswer | null>(null);
  const [asking, setAsking] = useState(false);
  const { busy, act } = useAct();
  const { petition, understanding } = answer;
  const marks = marksOf(understanding);
  const { title, text } = shown ?? petition;
  const open = (reason: string) =>
    act(async () => {
      setShown(await send<RevealAnswer>('POST', `${path}/reveal`, { reason }));
      setAsking(false);
    });
  const revealButton =
    answer.may.reveal && !shown ? (
      <Button icon={<EyeOutlined />} onClick={() => setAsking(true)}>
        {t('petition.reveal')}
      </Button>
    ) : null;
  return (
    <>
      <Head answer={answer} title={title}>
        {revealButton}
      </Head>
      {petition.invalid ? (
        <Alert type="info" showIcon title={`${t('petition.invalid')}：${petition.invalid.reason}`} className="notice" />
      ) : null}
      {shown ? (
        <Alert
          type="warning"
          showIcon
          title={t('petition.opened')}
          className="notice"
          action={
            <Button size="small" onClick={() => setShown(null)}>
              {t('petition.hide')}
            </Button>
          }
        />
      ) : null}
      <div className="columns">
        <div className="column">
          <Card size="small" title={t('petition.said')} extra={<MarksLegend marks={marks} />}>
            <SaidText text={text} marks={marks} />
          </Card>
          <Relation answer={answer} />
          <Attachments petitionId={petition.petitionId} rows={answer.attachments} />
          <PetitionFacts of={petition} shown={shown} />
        </div>
        <div className="column">
          <Understanding of={understanding} />
          <Card size="small" title={t('case.timeline')}>
            <Timeline entries={answer.timeline} linked={false} />
          </Card>
          <Card size="small" title={t('case.replies')}>
            <Replies rows={answer.replies} />
          </Card>
        </div>
      </div>
      <ReasonDialog
        open={asking}
        title={t('petition.reveal')}
        hint={t('petition.revealHint')}
        busy={busy}
        close={() => setAsking(false)}
        give={open}
      />
    </>
  );
}

function Head({ answer, title, children }: { answer: PetitionAnswer; title: string; children: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { caseId, class: of, subtype, urgency, relation } = answer.petition;
  return (
    <>
      <div className="page-head">
        <Button icon={<ArrowLeftOutlined />} aria-label={t('common.back')} onClick={() => void navigate(-1)} />
        <h1>{title || t('petition.title')}</h1>
        {children}
      </div>
      <div className="page-marks">
        <ClassTag of={of} subtype={subtype} />
        <UrgencyTag urgency={urgency} />
        <RelationTag relation={relation} />
        {caseId ? <Link to={`/cases/${caseId}`}>{t('petition.toCase')} →</Link> : null}
      </div>
    </>
  );
}
