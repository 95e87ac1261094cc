import { bestLanguage, fill } from '../texts.ts';

/** How the policy explains its decisions. */
const EXPLANATIONS = {
  zh: {
    unitByRule: '{conditions}，由{unit}承办{note}',
    unitOfLastResort: '没有规则指定承办单位，由{unit}受理',
    always: '不论何事',
    topic: '类别为{names}',
    area: '地点在{names}',
    ownArea: '地点在{area}，属地办理',
    class: '诉求为{names}',
    subtype: '性质为{names}',
    urgency: '紧急程度为{names}',
    socialHelp: '属紧急社会救助',
    notSocialHelp: '不属紧急社会救助',
    words: '提到{names}',
    note: '（{note}）',
    deadline: '{name}：{limit}，{opened}起算，{deadline}截止',
    hours: '{count}小时内，夜间和节假日不停',
    workingDays: '{count}个工作日内，自次日起算',
    unpublished: '；{years}年放假安排未知，只除去周末',
    urgency0: '一般',
    urgency1: '紧急',
    urgency2: '特急',
    report: '举报',
    thanks: '感谢',
    none: '无诉求',
    and: '、',
    join: '，',
  },
  en: {
    unitByRule: '{conditions}: {unit}{note}',
    unitOfLastResort: 'no rule names a unit: {unit}',
    always: 'in every case',
    topic: 'topic {names}',
    area: 'in {names}',
    ownArea: 'in {area}, handled there',
    class: 'class {names}',
    subtype: 'a {names}',
    urgency: 'urgency {names}',
    socialHelp: 'urgent social help',
    notSocialHelp: 'no urgent social help',
    words: 'names {names}',
    note: ' ({note})',
    deadline: '{name}: {limit}, from {opened} to {deadline}',
    hours: 'within {count} hours, nights and holidays included',
    workingDays: 'within {count} working days, from the day after',
    unpublished: '; the holidays of {years} are not known: only weekends were left out',
    urgency0: 'normal',
    urgency1: 'urgent',
    urgency2: 'danger',
    report: 'report of wrongdoing',
    thanks: 'thanks',
    none: 'request for nothing',
    and: ' or ',
    join: ', ',
  },
} as const;

export type ExplanationKey = keyof (typeof EXPLANATIONS)['zh'];

/** Says one thing in the language asked for. */
export type Say = (key: ExplanationKey, values?: Readonly<Record<string, string>>) => string;

export function explanationsIn(language: string): Say {
  const chosen = bestLanguage(language, Object.keys(EXPLANATIONS)) === 'en' ? EXPLANATIONS.en : EXPLANATIONS.zh;
  return (key, values = {}) => fill(key, chosen[key], values);
}
