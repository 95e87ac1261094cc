import { Button, Card, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type {
  CaseAnswer,
  ReplyListAnswer,
  ReplyRow,
  TimelineAnswer,
  TimelineEntry,
} from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { useLive, usePaced } from '../../api/live.ts';
import { useData } from '../../api/use-data.ts';
import { usePages } from '../../api/use-pages.ts';
import { Failed } from '../../parts/failed.tsx';
import { Pager } from '../../parts/pager.tsx';
import { Replies } from '../../parts/replies.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { AnswerBox } from './answer-box.tsx';
import { CaseFacts } from './case-facts.tsx';
import { CaseHead } from './case-head.tsx';
import { CasePetitions } from './case-petitions.tsx';
import { Correction } from './correction.tsx';
import { Decisions } from './decisions.tsx';

const PACE = 500;

/** One case: what it is about, why it is where it is, what was said and done, and what can be done now. */
export function CasePage() {
  const { caseId = '' } = useParams();
  const path = `/api/desk/cases/${encodeURIComponent(caseId)}`;
  const found = useData(path, () => get<CaseAnswer>(path));
  const timeline = usePages<TimelineEntry, TimelineAnswer>(`${path}/timeline`, (after) =>
    get(`${path}/timeline`, { after, limit: 20 }),
  );
  const replies = usePages<ReplyRow, ReplyListAnswer>(`${path}/replies`, (after) =>
    get(`${path}/replies`, { after, limit: 6 }),
  );
  const reload = () => {
    found.reload();
    timeline.reload();
    replies.reload();
  };
  const look = usePaced(PACE, reload);
  // What is sent to a citizen is told under the petition's id; each petition of the case had its receipt before.
  const isOurs = (id: string) => replies.data?.items.some(({ petitionId }) => petitionId === id);
  useLive('case', ({ ids, more }) => (more || ids.includes(caseId)) && look());
  useLive('petition', ({ ids, more }) => (more || ids.some(isOurs)) && look());
  useLive('ready', look);
  if (found.error) return <Failed error={found.error} reload={found.reload} />;
  if (!found.data) return <Spin className="page-spin" />;
  return <CaseView key={caseId} answer={found.data} timeline={timeline} replies={replies} changed={reload} />;
}

function CaseView(props: {
  answer: CaseAnswer;
  timeline: ReturnType<typeof usePages<TimelineEntry, TimelineAnswer>>;
  replies: ReturnType<typeof usePages<ReplyRow, ReplyListAnswer>>;
  changed(): void;
}) {
  const { answer, timeline, replies, changed } = props;
  const { t } = useTranslation();
  const [correcting, setCorrecting] = useState(false);
  return (
    <>
      <CaseHead answer={answer}>
        {answer.may.correct ? <Button onClick={() => setCorrecting(true)}>{t('case.correct')}</Button> : null}
      </CaseHead>
      <div className="columns">
        <div className="column">
          <CaseFacts answer={answer} />
          {answer.may.answer ? <AnswerBox answer={answer} done={changed} /> : null}
          <CasePetitions answer={answer} />
        </div>
        <div className="column">
          <Decisions of={answer.case} />
          <Card title={t('case.timeline')} size="small" loading={timeline.loading}>
            <Timeline entries={timeline.data?.items ?? []} linked />
            <Pager pages={timeline} />
          </Card>
          <Card title={t('case.replies')} size="small" loading={replies.loading}>
            <Replies rows={replies.data?.items ?? []} />
            <Pager pages={replies} />
          </Card>
        </div>
      </div>
      <Correction answer={answer} open={correcting} close={() => setCorrecting(false)} done={changed} />
    </>
  );
}
