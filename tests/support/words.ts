import { oneOf } from './random.ts';

const DISTRICTS = ['临江区', '云溪区', '北湖区', '高新区', '南屏县'] as const;
const STREETS = [
  '文昌街',
  '解放东路',
  '北湖大道',
  '创新大道',
  '望江街',
  '屏山路',
  '翠竹路',
  '科苑路',
  '码头街',
] as const;
const PLACES = ['号楼', '号院', '号门前', '号对面'] as const;
const TROUBLES = [
  '停水两天，不知道什么时候恢复',
  '路灯不亮，晚上出行很危险',
  '井盖破损，请尽快更换',
  '垃圾几天没有清运，味道很大',
  '夜里施工到两点，吵得睡不着',
  '想问居住证到期以后怎样办理',
  '建议在路口增设一处斑马线',
  '物业擅自涨停车费，投诉多次没有回音',
  '公交站牌被撞倒，没有人来修',
  '拖欠三个月工资，请帮忙处理',
] as const;

export interface Words {
  text: string;
  citizen: { identity: string; phone: string };
  place: { text: string; district: string };
}

/** A petition of somebody of the sample city; now and then the same matter comes up again. */
export function petitionWords(random: () => number): Words {
  const district = oneOf(random, DISTRICTS);
  const address = `${oneOf(random, STREETS)}${1 + Math.floor(random() * 30)}${oneOf(random, PLACES)}`;
  const phone = `199001${String(Math.floor(random() * 100_000)).padStart(5, '0')}`;
  return {
    text: `${district}${address}${oneOf(random, TROUBLES)}。`,
    citizen: { identity: phone, phone },
    place: { text: address, district },
  };
}
