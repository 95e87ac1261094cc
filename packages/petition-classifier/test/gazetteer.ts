import type { Gazetteer } from '../src/port.ts';

/** A small city for these tests. */
export const GAZETTEER: Gazetteer = {
  areas: [
    { name: '临江区', aliases: ['临江', '滨江花园', '望江街道'] },
    { name: '云溪区', aliases: ['云溪', '桃源里'] },
  ],
  topics: [
    {
      name: '城乡建设',
      words: ['小区'],
      children: [
        { name: '供水', words: ['停水', '自来水'], children: [] },
        { name: '市政设施', words: [], children: [{ name: '路灯照明', words: ['路灯'], children: [] }] },
      ],
    },
    { name: '环境保护', words: [], children: [{ name: '噪声', words: ['噪音', '打桩'], children: [] }] },
    { name: '交通运输', words: [], children: [] },
    { name: '教育文体', words: [], children: [] },
    { name: '劳动和社会保障', words: [], children: [] },
    { name: '商贸旅游', words: [], children: [] },
    { name: '卫生计生', words: [], children: [] },
  ],
  unsureBelow: 0.5,
};
