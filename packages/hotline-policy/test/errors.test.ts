import { describe, expect, test } from '@jest/globals';
import { PolicyError, parsePolicy } from '../src/index.ts';
import { DEFAULT_TEXT, lineWith } from './support.ts';

/** What is wrong with the shipped policy after a piece of it was replaced. */
function problemsAfter(found: string, replacement: string): string[] {
  lineWith(DEFAULT_TEXT, found);
  return problemsOf(DEFAULT_TEXT.replace(found, () => replacement));
}

function problemsOf(text: string): string[] {
  try {
    parsePolicy('policy/city.yaml', text);
  } catch (error) {
    if (error instanceof PolicyError) return error.message.split('\n');
    throw error;
  }
  return [];
}

interface Mistake {
  name: string;
  found: string;
  written: string;
  /** Stands on the line that the message names; default: the line of what was written. */
  at?: string;
  says: string;
}

const MISTAKES: Mistake[] = [
  {
    name: 'an unknown unit in a rule',
    found: '{ topic: 城乡建设/供水 }, unit: water }',
    written: '{ topic: 城乡建设/供水 }, unit: watter }',
    says: 'unknown unit "watter": did you mean "water"?',
  },
  {
    name: 'an unknown desk unit',
    found: 'deskUnit: hotline-desk',
    written: 'deskUnit: zzz',
    says: 'unknown unit "zzz": add it to units',
  },
  {
    name: 'an unknown unit of an area',
    found: 'unit: yunxi',
    written: 'unit: yunxii',
    says: 'did you mean "yunxi"?',
  },
  {
    name: 'a unit that is there twice',
    found: '{ id: bus, name: 云澜公共交通集团, kind: external }',
    written: '{ id: gas, name: 云澜公共交通集团, kind: external }',
    says: 'unit id "gas" is there twice',
  },
  {
    name: 'a topic that is there twice at one level',
    found: '- { name: 停车收费, words',
    written: '- { name: 公路, words',
    at: '- { name: 公路, words: [公路,',
    says: 'topic "公路" is there twice',
  },
  {
    name: 'an unknown topic in a rule',
    found: '{ topic: 环境保护/养殖污染 }',
    written: '{ topic: 环境保护/养植污染 }',
    says: 'unknown topic "环境保护/养植污染": did you mean "环境保护/养殖污染"?',
  },
  {
    name: 'an unknown area in a rule',
    found: 'area: 南屏县 }',
    written: 'area: 南坪县 }',
    says: 'unknown area "南坪县": did you mean "南屏县"?',
  },
  {
    name: 'a day that no calendar has',
    found: 'extraHolidays: []',
    written: "extraHolidays: ['2026-02-30']",
    says: "calendar.extraHolidays[0]: not a day of the calendar: write it in quotes, like '2026-10-01'",
  },
  {
    name: 'working hours the wrong way round',
    found: "{ from: '13:30', to: '17:30' }",
    written: "{ from: '17:30', to: '13:30' }",
    says: 'write the earlier first',
  },
  {
    name: 'working hours that overlap',
    found: "{ from: '13:30', to: '17:30' }",
    written: "{ from: '11:30', to: '17:30' }",
    says: 'overlap',
  },
  {
    name: 'a time of day without quotes and zeros',
    found: "{ from: '09:00', to: '12:00' }",
    written: '{ from: 9am, to: 12am }',
    says: 'calendar.hours[0].from: not a time of day',
  },
  {
    name: 'an unknown time zone',
    found: 'Asia/Shanghai',
    written: 'Asia/Peking',
    says: '"Asia/Peking" is no time zone',
  },
  {
    name: 'a mistyped field',
    found: 'matterWindowDays: 60',
    written: 'matterWindowsDays: 60',
    says: 'unknown field "matterWindowsDays" in the file: did you mean "matterWindowDays"?',
  },
  {
    name: 'a mistyped condition, which would make its rule hold always',
    found: 'when: { urgency: 2 }, hours: 2 }',
    written: 'when: { urgncy: 2 }, hours: 2 }',
    says: 'did you mean "urgency"?',
  },
  {
    name: 'an unknown class',
    found: 'name: 建议, when: { class: suggest }',
    written: 'name: 建议, when: { class: sugest }',
    says: 'did you mean "suggest"?',
  },
  {
    name: 'an unknown class in a list',
    found: 'class: [help, complain], socialHelp',
    written: 'class: [help, complian], socialHelp',
    says: 'did you mean "complain"?',
  },
  {
    name: 'an urgency that does not exist',
    found: 'when: { urgency: 1 }, hours: 24 }',
    written: 'when: { urgency: 5 }, hours: 24 }',
    says: 'urgency',
  },
  {
    name: 'a wrong kind of unit',
    found: 'name: 云澜燃气公司, kind: external',
    written: 'name: 云澜燃气公司, kind: externl',
    says: 'units[26].kind cannot be "externl": did you mean "external"?',
  },
  {
    name: 'a number where a list belongs',
    found: 'languages: [zh, en]',
    written: 'languages: 7',
    says: 'city.languages is a number: write a value of type array',
  },
  {
    name: 'an administrative code without quotes',
    found: "adcode: '990104'",
    written: 'adcode: 990104',
    says: 'areas[2].adcode is a number: write a value of type string',
  },
  {
    name: 'a threshold out of range',
    found: 'unsureBelow: 0.6',
    written: 'unsureBelow: 60',
    says: 'unsureBelow',
  },
  {
    name: 'a limit in hours and in days',
    found: 'when: { urgency: 2 }, hours: 2 }',
    written: 'when: { urgency: 2 }, hours: 2, workingDays: 1 }',
    says: 'a limit needs either hours or workingDays',
  },
  {
    name: 'no limit for what is left over',
    found: '{ name: 一般事项, workingDays: 7 }',
    written: '{ name: 一般事项, when: { urgency: 0 }, workingDays: 7 }',
    at: 'limits:',
    says: 'no limit is without conditions: add one at the end',
  },
  {
    name: 'a limit that hides those after it',
    found: 'name: 建议, when: { class: suggest }, workingDays',
    written: 'name: 建议, workingDays',
    says: 'are never reached: move it to the end',
  },
  {
    name: 'two rules with the same conditions',
    found: '{ topic: 卫生计生/药品 }, unit: market }',
    written: '{ topic: 卫生计生/医疗保险 }, unit: market }',
    says: 'same conditions as unitRules[',
  },
  {
    name: 'a text that cannot be filled in',
    found: "'没有找到查询码为 {code} 的来件",
    written: "'没有找到查询码为 {cod} 的来件",
    says: 'text "state-unknown" cannot fill in {cod}: did you mean "code"?',
  },
  {
    name: 'a mistyped text',
    found: '  state-unknown:',
    written: '  state-unknow:',
    says: 'unknown text "state-unknow": did you mean "state-unknown"?',
  },
  {
    name: 'broken YAML',
    found: 'deskUnit: hotline-desk',
    written: 'deskUnit: { hotline-desk',
    at: 'areas:',
    says: 'correct the YAML here',
  },
  {
    name: 'a field that is there twice',
    found: 'matterWindowDays: 60',
    written: 'unsureBelow: 0.5 # twice',
    says: 'Map keys must be unique',
  },
];

describe('a policy file with a mistake', () => {
  test.each(MISTAKES)('names line and remedy of $name', ({ found, written, at, says }) => {
    const text = DEFAULT_TEXT.replace(found, () => written);
    const problems = problemsAfter(found, written);
    const line = lineWith(text, at ?? written.split('\n')[0] ?? '');
    expect(problems.filter((problem) => problem.includes(says))).toEqual([
      expect.stringMatching(new RegExp(`^policy/city\\.yaml:${line}: .+: .+`)),
    ]);
  });

  test('names every mistake at once, from top to bottom', () => {
    const text = DEFAULT_TEXT.replace('unit: yunxi', 'unit: yunxii')
      .replace('deskUnit: hotline-desk', 'deskUnit: nobody')
      .replace('topic: 环境保护/养殖污染', 'topic: 环境保护/养植污染');
    const lines = problemsOf(text).map((problem) => Number(problem.split(':')[1]));
    expect(lines).toHaveLength(3);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });

  test('names what is missing in a file that says nothing but its city', () => {
    const problems = problemsOf('city:\n  name: 某市\n');
    expect(problems).toContainEqual(expect.stringContaining('policy/city.yaml:1: city.nameEnglish is missing: add it'));
    expect(problems).toContainEqual(expect.stringContaining('units is missing: add it'));
  });

  test.each(['', '# nothing\n'])('asks for a start where it is empty', (text) => {
    expect(problemsOf(text)).toEqual(['policy/city.yaml: the file is empty: start from policy/default.yaml']);
  });

  test.each(['just words', '- a\n- list'])('says that it is no policy at all: %j', (text) => {
    expect(problemsOf(text)).toHaveLength(1);
  });
});
