import { createWordFinder } from './word-finder.ts';

/**
 * Groups of words that speak for urgency: utilities cut, danger, hardship. The model weighs each group by itself, once for
 * the title and once for the text, which carries over to wordings that the training data has seldom.
 */
const GROUPS: readonly (readonly string[])[] = [
  ['停水', '断水', '没水', '无水', '缺水', '用水困难', '吃水难'],
  ['停电', '断电', '没电', '跳闸', '供电不足'],
  ['停气', '断气', '漏气', '煤气泄漏', '燃气泄漏', '煤气味'],
  ['停暖', '没有暖气', '暖气不热', '不供暖'],
  ['拖欠', '欠薪', '农民工', '血汗钱', '欠工资', '讨薪'],
  ['危房', '倒塌', '垮塌', '坍塌', '塌陷', '滑坡', '开裂', '裂缝', '沉降'],
  ['起火', '着火', '失火', '火灾', '爆炸', '触电', '冒烟'],
  ['电梯', '困人', '坠落', '掉层', '冲顶'],
  ['安全隐患', '生命安全', '人身安全', '生命危险', '危及'],
  ['残疾', '低保', '贫困', '孤寡', '特困', '五保', '大病', '重病', '癌症', '尿毒症', '救助'],
  ['住院', '抢救', '急救', '救护车', '医药费', '手术'],
  ['消防', '灭火', '消火栓', '消防通道'],
  ['死亡', '受伤', '伤人', '砸伤', '出人命', '工伤'],
  ['失踪', '走失', '失联', '传销', '家暴', '自杀', '跳楼', '轻生'],
  ['中毒', '毒气', '有毒', '致癌'],
  ['水源', '饮用水', '水质', '自来水'],
  ['持刀', '打人', '殴打', '威胁', '恐吓', '黑社会'],
  ['孕妇', '婴儿', '新生儿', '孩子', '老人'],
  ['洪水', '内涝', '涨水', '被淹', '暴雨', '台风'],
  ['救救', '救命', '求救', '紧急', '急需', '火速', '尽快'],
];

/** Groups of danger to life or property, by their place in the list: without one of them nothing is most urgent. */
const DANGERS = new Set([2, 5, 6, 7, 8, 12, 13, 14, 16, 18]);

/** Rows that the signs take in the model's table: each group in the title, each in the text. */
export const SIGN_ROWS = GROUPS.length * 2;
/** What a sign weighs beside a field's n-grams, whose values have length 1 or 2 together. */
export const SIGN_VALUE = 0.3;
const READ_UNITS = 2_000;

const finder = createWordFinder(GROUPS.flat());
const groupOf = new Map(GROUPS.flatMap((words, group) => words.map((word): [string, number] => [word, group])));

/** What the signs say of one petition. */
export interface Signs {
  /** Rows within {@link SIGN_ROWS}, without doubles. */
  rows: readonly number[];
  /** The words that were found, without doubles, with their rows. */
  words: readonly { word: string; row: number }[];
}

/** Finds the signs in title and text. */
export function findSigns(title: string, text: string): Signs {
  const rows = new Set<number>();
  const words = new Map<string, number>();
  for (const [part, offset] of [
    [title, 0],
    [text, GROUPS.length],
  ] as const) {
    for (const { word } of finder.find(part, READ_UNITS)) {
      const row = (groupOf.get(word) ?? 0) + offset;
      rows.add(row);
      if (!words.has(word)) words.set(word, row);
    }
  }
  return { rows: [...rows], words: [...words].map(([word, row]) => ({ word, row })) };
}

/** Whether a danger is named at all, now or as a story. */
export function namesDanger({ rows }: Signs): boolean {
  return rows.some((row) => DANGERS.has(row % GROUPS.length));
}

const dangers = createWordFinder([
  ...['起火', '着火', '失火', '爆炸', '冒烟', '触电', '漏气', '煤气泄漏', '燃气泄漏', '煤气味', '中毒', '坍塌'],
  ...[
    '垮塌',
    '塌方',
    '塌陷',
    '被困',
    '困在',
    '落水',
    '溺水',
    '跳楼',
    '轻生',
    '自杀',
    '持刀',
    '晕倒',
    '流血',
    '电线垂落',
  ],
]);
const presents = createWordFinder([
  ...[
    '现在',
    '正在',
    '刚刚',
    '刚才',
    '马上',
    '立刻',
    '赶紧',
    '快来',
    '快派',
    '救命',
    '此刻',
    '还在',
    '十分钟',
    '半小时',
  ],
]);
/** Beyond this a text tells a story rather than calls for help. */
const CALL_UNITS = 200;

/** Whether a short text names a danger and says that it is now. Backs the model where the training data is thin. */
export function callsOutDanger(title: string, text: string): boolean {
  const said = `${title.slice(0, CALL_UNITS)}\n${text.slice(0, CALL_UNITS + 1)}`;
  if (title.length + text.length > CALL_UNITS) return false;
  return dangers.find(said, said.length).length > 0 && presents.find(said, said.length).length > 0;
}
