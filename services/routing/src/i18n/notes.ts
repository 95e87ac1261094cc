import { bestLanguage, type Policy } from '@yihaotong/hotline-policy';

/** What routing says to the people at the desk. */
const NOTES = {
  zh: {
    opened: '新来件，开立工单',
    reopened: '上一张工单已办结，同一问题另开新工单',
    joined: '同一问题的另一来件，已并入',
    repeated: '同一市民再次反映，已并入',
    raised: '并入来件的紧急程度为{urgency}，工单随之升级',
    answered: '{signedBy}签发答复，工单办结',
    corrected: '{by}更正：{fields}。理由：{reason}',
    unitByHand: '由{by}指定承办单位。理由：{reason}',
    unitKept: '（承办单位由{by}指定，不随更正改变）',
    classFound: '判为{class}，把握{confidence}%',
    classEvidence: '，依据“{words}”',
    classUnsure: '，把握不足，待人工核对',
    classByHand: '由{by}更正。理由：{reason}',
    deadlineRaised: '{why}；自并入来件时重新计算，只提前、不推后',
    alreadyClosed: '未执行：工单已于{at}办结',
    unknownUnit: '未执行：没有编号为“{unit}”的单位',
    unknownTopic: '未执行：没有名为“{topic}”的类别',
    answerTooLong: '未执行：答复超过{most}字',
    nothingToCorrect: '未执行：更正没有改变任何内容',
    fieldClass: '诉求',
    fieldSubtype: '性质',
    fieldTopic: '类别',
    fieldUrgency: '紧急程度',
    fieldUnit: '承办单位',
    urgency0: '一般',
    urgency1: '紧急',
    urgency2: '特急',
    and: '、',
    untitled: '（无标题）',
  },
  en: {
    opened: 'New petition: case opened',
    reopened: 'The earlier case is closed: a new case on the same matter',
    joined: 'Another petition on the same matter, added',
    repeated: 'The same citizen again, added',
    raised: 'The added petition is {urgency}, and the case with it',
    answered: 'Answer signed by {signedBy}: case closed',
    corrected: 'Corrected by {by}: {fields}. Reason: {reason}',
    unitByHand: 'Unit set by {by}. Reason: {reason}',
    unitKept: ' (the unit was set by {by} and stays)',
    classFound: '{class}, {confidence}% sure',
    classEvidence: ', because of “{words}”',
    classUnsure: ', not sure enough: a person should look',
    classByHand: 'Corrected by {by}. Reason: {reason}',
    deadlineRaised: '{why}; counted anew from the added petition, earlier only, never later',
    alreadyClosed: 'Not done: the case was closed on {at}',
    unknownUnit: 'Not done: there is no unit with the id "{unit}"',
    unknownTopic: 'Not done: there is no topic "{topic}"',
    answerTooLong: 'Not done: the answer has more than {most} characters',
    nothingToCorrect: 'Not done: the correction changes nothing',
    fieldClass: 'class',
    fieldSubtype: 'subtype',
    fieldTopic: 'topic',
    fieldUrgency: 'urgency',
    fieldUnit: 'unit',
    urgency0: 'normal',
    urgency1: 'urgent',
    urgency2: 'danger',
    and: ', ',
    untitled: '(untitled)',
  },
} as const;

export type NoteKey = keyof (typeof NOTES)['zh'];

/** Says one thing in the city's own language. */
export function noteIn(policy: Policy, key: NoteKey, values: Readonly<Record<string, string>> = {}): string {
  const language = bestLanguage(policy.languages[0] ?? 'zh', Object.keys(NOTES));
  const text = (language === 'en' ? NOTES.en : NOTES.zh)[key];
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
