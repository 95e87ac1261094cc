import type { PetitionClass, PetitionSubtype } from '@yihaotong/petition-event';
import { createWordFinder } from './word-finder.ts';

const READ_UNITS = 1_500;

const wrongdoing = createWordFinder([
  ...[
    '贪污',
    '受贿',
    '行贿',
    '贿赂',
    '挪用',
    '公款',
    '以权谋私',
    '滥用职权',
    '渎职',
    '违纪',
    '腐败',
    '回扣',
    '虚报',
    '冒领',
  ],
  ...[
    '套取',
    '骗取',
    '徇私',
    '保护伞',
    '偷税',
    '漏税',
    '逃税',
    '吃拿卡要',
    '索贿',
    '私吞',
    '侵吞',
    '暗箱操作',
    '非法集资',
  ],
  ...['诈骗', '传销', '赌博', '造假', '弄虚作假', '假冒伪劣', '无证经营', '偷排', '黑社会', '涉黑', '恶势力', '作弊'],
]);
const thanks = createWordFinder(['感谢', '表扬', '致谢', '点赞', '锦旗', '好评', '致敬', '称赞']);
const requests = createWordFinder([
  ...[
    '请',
    '希望',
    '望',
    '求',
    '建议',
    '投诉',
    '能否',
    '能不能',
    '可否',
    '为什么',
    '怎么',
    '如何',
    '何时',
    '什么时候',
    '吗',
  ],
  ...['解决', '举报', '反映', '咨询', '问题', '不满', '质疑', '？', '?'],
]);

/** What a petition is when nobody has to do anything, else null: thanks, or nothing that could be read. */
export function asksNothing(title: string, text: string): 'thanks' | 'none' | null {
  if (!hasWords(title) && !hasWords(text)) return 'none';
  const said = title.trim() === '' ? text.slice(0, 60) : title;
  const thanking = thanks.find(said, READ_UNITS).length > 0;
  if (!thanking || requests.find(said, READ_UNITS).length > 0) return null;
  // Politeness ends many a request: only what asks for nothing anywhere is thanks.
  return requests.find(text, READ_UNITS).length <= 1 ? 'thanks' : null;
}

/** What is said when nothing is said: greetings and trials of the line. */
const FILLERS = /喂|[你您]好|在吗|有人吗|听得?见吗|测试|哈+|嘻+|呵+|[嗯啊哦呃唉]+|hello|hi|test/giu;

/** At least two letters or Han characters beside fillers. */
function hasWords(text: string): boolean {
  return /\p{L}[^\p{L}]{0,200}\p{L}/u.test(text.slice(0, READ_UNITS).replace(FILLERS, ' '));
}

/** The subtype of a class that the model gave. 举报 in the title, or words of wrongdoing, make a complaint a report. */
export function subtypeOf(petitionClass: PetitionClass, title: string, text: string): PetitionSubtype {
  if (petitionClass === 'other') return thanks.find(`${title}\n${text}`, READ_UNITS).length > 0 ? 'thanks' : 'none';
  if (petitionClass !== 'complain') return null;
  if (title.includes('举报') || wrongdoing.find(title, READ_UNITS).length > 0) return 'report';
  const named = new Set(wrongdoing.find(text, READ_UNITS).map(({ word }) => word)).size;
  return named >= 2 || (named === 1 && text.slice(0, READ_UNITS).includes('举报')) ? 'report' : null;
}
