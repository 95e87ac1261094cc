import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDistrictFinder, findPlace } from '../src/place/find-place.ts';
import { GAZETTEER } from './gazetteer.ts';

const find = createDistrictFinder(GAZETTEER.areas);
const placeOf = (title: string, text = '', district?: string) =>
  findPlace(district === undefined ? { title, text } : { title, text, district }, find);

describe('the place of a petition', () => {
  const CASES: [said: string, expected: object][] = [
    [
      '临江区望江街道滨江花园3栋楼道灯不亮',
      { district: '临江区', street: '望江街道', estate: '滨江花园', number: '3栋' },
    ],
    ['滨江花园漏水', { district: '临江区', estate: '滨江花园' }],
    ['投诉人民西路137号烧烤店油烟', { road: '人民西路', number: '137号' }],
    ['A3区洋桥街道白鹿社区办事难', { district: 'A3区', street: '洋桥街道', estate: '白鹿社区' }],
    ['B市建设大道夜间施工', { district: 'B市', road: '建设大道' }],
    ['青石县柳河镇石桥村水井干了', { district: '青石县', street: '柳河镇', estate: '石桥村' }],
    ['反映泰和家园物业不作为', { estate: '泰和家园' }],
    ['我们村里的道路坏了', { road: null, estate: null }],
    ['3月5号起地铁2号线停运', { number: null }],
    ['农村的小区没有人管', { estate: null, district: null }],
    ['', { district: null, street: null, road: null, estate: null, number: null }],
  ];
  test.each(CASES)('"%s"', (said, expected) => {
    expect(placeOf(said)).toMatchObject(expected);
    expect(placeOf('', said)).toMatchObject(expected);
  });

  test('the district that the channel states comes first, by its name in the policy', () => {
    expect(placeOf('滨江花园漏水', '', '云溪').district).toBe('云溪区');
    expect(placeOf('滨江花园漏水', '', '外地').district).toBe('外地');
    expect(placeOf('滨江花园漏水', '', ' ').district).toBe('临江区');
  });

  test('the title outranks the text, and a precise code a vague one', () => {
    expect(placeOf('桃源里停电', '滨江花园旁边的桃源里').district).toBe('云溪区');
    expect(placeOf('A市公交线路', '家住A市A3区').district).toBe('A3区');
  });

  test('whatever is said, every name that is found stands in it', () => {
    const part = fc.constantFrom(
      '路',
      '街道',
      '小区',
      '村',
      '号',
      '栋',
      '区',
      '县',
      '市',
      'A',
      '3',
      '桃',
      '源',
      '的',
      '。',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const said = parts.join('');
        const { street, road, estate, number } = placeOf(said);
        for (const name of [street, road, estate, number]) if (name !== null) expect(said).toContain(name);
      }),
    );
  });
});
