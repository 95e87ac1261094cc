import { useTranslation } from 'react-i18next';
import type { PetitionAnswer } from '../../../../src/api/schema.ts';
import { highlight, MARK_KINDS, type Mark, type MarkKind } from './highlight.ts';

const classNames = (kinds: readonly MarkKind[]) => kinds.map((kind) => `mark-${kind}`).join(' ');

/** The citizen's words; those that spoke for a decision are marked. */
export function SaidText({ text, marks }: { text: string; marks: readonly Mark[] }) {
  const { t } = useTranslation();
  return (
    <p className="said">
      {highlight(text, marks).map(({ at, text: words, kinds }) =>
        kinds.length > 0 ? (
          <mark
            key={at}
            className={classNames(kinds)}
            title={kinds.map((kind) => t(`petition.marks.${kind}`)).join('、')}
          >
            {words}
          </mark>
        ) : (
          <span key={at}>{words}</span>
        ),
      )}
    </p>
  );
}

/** What the marks mean; only those that are there. */
export function MarksLegend({ marks }: { marks: readonly Mark[] }) {
  const { t } = useTranslation();
  const kinds = MARK_KINDS.filter((kind) => marks.some((mark) => mark.kind === kind));
  return (
    <div className="legend">
      {kinds.map((kind) => (
        <mark key={kind} className={`mark-${kind}`}>
          {t(`petition.marks.${kind}`)}
        </mark>
      ))}
    </div>
  );
}

export function marksOf({ evidence, place }: PetitionAnswer['understanding']): Mark[] {
  const decisions = (['class', 'topic', 'urgency'] as const).flatMap((kind) =>
    evidence[kind].map(({ words }): Mark => ({ kind, words })),
  );
  const places = Object.values(place)
    .filter((words) => words !== null)
    .map((words): Mark => ({ kind: 'place', words }));
  return [...decisions, ...places];
}
