import type { Said } from './support.ts';

const PLACES = [
  { district: '临江区', estate: '渡口里小区' },
  { district: '云溪区', estate: '翠竹苑' },
  { district: '北湖区', estate: '荷香园' },
] as const;

const PROBLEMS = [
  (place: string) => [`${place}旁工地夜间打桩`, `${place}东侧工地每晚十一点后还在打桩，噪音很大，老人睡不着。`],
  (place: string) => [`${place}地下车库积水`, `${place}地下车库一下雨就积水，车轮泡了一半，物业没人修。`],
  (place: string) => [`${place}门口路灯不亮`, `${place}门口那段路的路灯坏了一个月，晚上看不见。`],
] as const;

/** A stream over three districts in which problems come back, from the same citizens and from others. */
export function stream(count: number): Said[] {
  return Array.from({ length: count }, (_, i) => {
    const { district, estate } = PLACES[i % 3] ?? PLACES[0];
    const [title = '', text = ''] = (PROBLEMS[Math.floor(i / 3) % 3] ?? PROBLEMS[0])(estate);
    const words = `${text}${i % 4 === 0 ? '请尽快处理。' : '已经反映过。'}`;
    return { id: `p${i}`, title, text: words, citizen: `citizen ${i % 11}`, district, minute: i };
  });
}
