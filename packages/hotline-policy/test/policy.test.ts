import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadPolicy, type Matter, TEXTS } from '../src/index.ts';
import { topicPaths } from '../src/topic-paths.ts';
import { DEFAULT_TEXT, lineWith, matter, POLICY_FOLDER } from './support.ts';

const YUNLAN = loadPolicy(join(POLICY_FOLDER, 'default.yaml'));
const RIVERSIDE = loadPolicy(join(POLICY_FOLDER, 'example-riverside.yaml'));
const OPENED = new Date('2026-03-02T10:00:00+08:00');

describe('the shipped policy', () => {
  test('has the seven topics, five areas, the desk among its units, and the merged lines', () => {
    expect(YUNLAN.topics.map(({ name }) => name)).toEqual([
      '城乡建设',
      '环境保护',
      '交通运输',
      '教育文体',
      '劳动和社会保障',
      '商贸旅游',
      '卫生计生',
    ]);
    expect(YUNLAN.areas.map(({ adcode }) => adcode)).toEqual(['990102', '990103', '990104', '990105', '990121']);
    expect(YUNLAN.units).toContainEqual(YUNLAN.deskUnit);
    expect(YUNLAN.lines.map(({ number }) => number)).toContain('12319');
    expect(YUNLAN.unit('water')).toMatchObject({ kind: 'external' });
    expect(YUNLAN.unit('nobody')).toBeNull();
  });

  test('is frozen', () => {
    expect(Object.isFrozen(YUNLAN)).toBe(true);
    expect(Object.isFrozen(YUNLAN.units[0])).toBe(true);
  });
});

describe('the unit', () => {
  const cases: { asked: Parameters<typeof matter>[0]; unit: string; rule: string }[] = [
    { asked: { topic: '城乡建设/供水' }, unit: 'water', rule: '{ topic: 城乡建设/供水 }' },
    { asked: { topic: '城乡建设' }, unit: 'housing', rule: '{ topic: 城乡建设 }' },
    { asked: { topic: '城乡建设/住房与房产/住房公积金' }, unit: 'housing', rule: '{ topic: 城乡建设 }' },
    {
      asked: { topic: '城乡建设/市容环卫/占道经营', district: '临江区' },
      unit: 'linjiang',
      rule: "城乡建设/市容环卫 }, unit: '@area'",
    },
    {
      asked: { topic: '城乡建设/市容环卫/占道经营', district: '高新技术产业开发区' },
      unit: 'gaoxin',
      rule: "城乡建设/市容环卫 }, unit: '@area'",
    },
    { asked: { topic: '城乡建设/市容环卫/占道经营' }, unit: 'urban-management', rule: '市容环卫 }, unit: urban' },
    { asked: { topic: '城乡建设/排水内涝', district: '南屏县' }, unit: 'nanping', rule: '县城排水由县里管理' },
    { asked: { topic: '城乡建设/排水内涝', district: '北湖区' }, unit: 'urban-management', rule: '排水内涝 }, unit' },
    {
      asked: { topic: '城乡建设/物业管理/电梯', district: '北湖区' },
      unit: 'market',
      rule: '电梯是特种设备',
    },
    { asked: { topic: '交通运输/公共交通/公交线路', class: 'suggest' }, unit: 'transport', rule: '线路增改' },
    { asked: { topic: '交通运输/公共交通/公交线路', class: 'complain' }, unit: 'bus', rule: '公交线路 }, unit: bus' },
    {
      asked: { topic: '卫生计生', class: 'other', subtype: 'thanks' },
      unit: 'hotline-desk',
      rule: '无诉求来件由热线答复',
    },
    {
      asked: { topic: '城乡建设/征收补偿', subtype: 'report', class: 'complain', text: '村主任贪污补偿款' },
      unit: 'discipline',
      rule: '举报公职人员',
    },
  ];
  test.each(cases)('$unit for $asked.topic $asked.district', ({ asked, unit, rule }) => {
    const { unit: found, why } = YUNLAN.unitFor(matter(asked));
    expect(found.id).toBe(unit);
    expect(why.policy).toBe(`default.yaml:${lineWith(DEFAULT_TEXT, rule)}`);
    expect(why.text).toContain(found.name);
  });

  test('is the desk where no rule holds', () => {
    const { unit, why } = YUNLAN.unitFor(matter({ topic: '天文地理' }));
    expect(unit).toEqual(YUNLAN.deskUnit);
    expect(why.policy).toBe(`default.yaml:${lineWith(DEFAULT_TEXT, 'deskUnit:')}`);
  });

  test('is found for an area by the estate or street, where the district is not said', () => {
    const place = { district: null, street: null, road: null, estate: '云溪花园', number: null };
    expect(YUNLAN.unitFor({ ...matter({ topic: '城乡建设/违法建设' }), place }).unit.id).toBe('yunxi');
  });
});

describe('the limit', () => {
  const cases: { asked: Partial<Matter>; hours?: number; deadline?: string; rule: string }[] = [
    { asked: { urgency: 2 }, hours: 2, rule: '危及生命财产安全' },
    { asked: { urgency: 1 }, hours: 24, rule: '水电气中断' },
    { asked: { text: '楼下有流浪汉，天冷了' }, hours: 24, rule: 'socialHelp: true' },
    { asked: { text: '流浪汉怎么求助', class: 'consult' }, deadline: '2026-03-05T17:30', rule: 'name: 咨询,' },
    { asked: { class: 'consult', topic: '卫生计生/医疗保险' }, deadline: '2026-03-03T17:30', rule: '医保社保政策咨询' },
    { asked: { topic: '城乡建设/征收补偿' }, deadline: '2026-03-23T17:30', rule: 'name: 复杂事项' },
    { asked: { class: 'complain' }, deadline: '2026-03-11T17:30', rule: 'name: 一般事项' },
  ];
  test.each(cases)('$rule', ({ asked, hours, deadline, rule }) => {
    const expected = hours ? new Date(OPENED.getTime() + hours * 3_600_000) : new Date(`${deadline}:00+08:00`);
    const found = YUNLAN.deadlineFor(matter(asked), OPENED);
    expect(found.deadline).toEqual(expected);
    expect(found.why.policy).toBe(`default.yaml:${lineWith(DEFAULT_TEXT, rule)}`);
  });

  test('says that the holidays of a year are not known yet', () => {
    const opened = new Date('2098-12-29T10:00:00+08:00');
    expect(YUNLAN.deadlineFor(matter(), opened).why.text).toContain('2098、2099年放假安排未知，只除去周末');
    expect(YUNLAN.deadlineFor(matter(), OPENED).why.text).not.toContain('未知');
  });

  test('and the unit are found for anything at all, each with its line', () => {
    const any = fc.record({
      class: fc.constantFrom('consult', 'help', 'suggest', 'complain', 'other'),
      subtype: fc.constantFrom('report', 'thanks', 'none', null),
      urgency: fc.constantFrom(0, 1, 2),
      topic: fc.oneof(fc.constantFrom(...topicPaths(YUNLAN.topics)), fc.string()),
      district: fc.constantFrom('临江区', '云溪', '别处', null),
      text: fc.string(),
    });
    fc.assert(
      fc.property(any, fc.constantFrom(YUNLAN, RIVERSIDE), (asked, policy) => {
        const found = policy.deadlineFor(matter(asked), OPENED);
        expect(found.deadline.getTime()).toBeGreaterThan(OPENED.getTime());
        expect(found.why.policy).toMatch(/^[\w-]+\.yaml:\d+$/);
        const { unit, why } = policy.unitFor(matter(asked));
        expect(policy.unit(unit.id)).toEqual(unit);
        expect(why.policy).toMatch(/^[\w-]+\.yaml:\d+$/);
      }),
    );
  });
});

describe('texts', () => {
  const values = Object.fromEntries(Object.values(TEXTS).flatMap((names) => names.map((name) => [name, `<${name}>`])));

  test.each(Object.keys(TEXTS))('%s stands in every language of each city and leaves nothing unfilled', (name) => {
    for (const policy of [YUNLAN, RIVERSIDE]) {
      for (const language of policy.languages) expect(policy.text(name, language, values)).not.toMatch(/[{}]/);
    }
  });

  const languages = [
    { asked: 'zh', of: 'zh' },
    { asked: 'zh-Hans-CN', of: 'zh' },
    { asked: 'EN-us', of: 'en' },
    { asked: 'fr', of: 'zh' },
    { asked: '', of: 'zh' },
  ];
  test.each(languages)('asked for in "$asked" come in $of', ({ asked, of }) => {
    expect(YUNLAN.text('receipt', asked, values)).toBe(YUNLAN.text('receipt', of, values));
  });

  test('throw on an unknown name and on a missing value', () => {
    expect(() => YUNLAN.text('recipt', 'zh', values)).toThrow('recipt');
    expect(() => YUNLAN.text('receipt', 'zh', { code: 'X' })).toThrow('no value for {city}');
  });

  test('write a moment in the time zone of the city', () => {
    expect(YUNLAN.moment(new Date('2026-03-11T09:30:00Z'), 'zh')).toBe('2026年3月11日 17:30');
    expect(YUNLAN.moment(new Date('2026-03-11T09:30:00Z'), 'en')).toBe('March 11, 2026 at 17:30');
  });
});

describe('another city', () => {
  test('is one file: other limits, hours, days off, units and language', () => {
    const urgent = RIVERSIDE.deadlineFor(matter({ urgency: 2 }), OPENED);
    expect(urgent.deadline.getTime() - OPENED.getTime()).toBe(3_600_000);
    const plain = RIVERSIDE.deadlineFor(matter(), new Date('2026-09-30T10:00:00+08:00'));
    expect(plain.deadline).toEqual(new Date('2026-10-09T16:30:00+08:00'));
    expect(plain.why.text).toContain('within 5 working days');
    expect(RIVERSIDE.unitFor(matter({ class: 'consult', topic: '环境保护' })).why.text).toBe(
      'topic 环境保护 or 教育文体, class question: 河畔市政务服务中心 (the service centre answers questions itself)',
    );
    expect(RIVERSIDE.fallbacks('sms')).toEqual(['mailbox']);
    expect(RIVERSIDE.nuisance.notice).toBe(false);
  });
});
