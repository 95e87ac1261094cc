import type { FoundPlace } from '@yihaotong/petition-event';
import type { ClassifierInput, Gazetteer } from '../port.ts';
import { createWordFinder } from '../word-finder.ts';
import { createNameFinder, districtByName, firstCode, houseNumber } from './names.ts';
import { ESTATE_SUFFIXES, ROAD_SUFFIXES, STREET_SUFFIXES } from './words.ts';

/** How much of a title and of a text is searched, UTF-16 units: where it is stands early. */
const TITLE_UNITS = 200;
const TEXT_UNITS = 600;

const street = createNameFinder(STREET_SUFFIXES);
const road = createNameFinder(ROAD_SUFFIXES);
const estate = createNameFinder(ESTATE_SUFFIXES);

/** Finds a city's districts in what is said. */
export type FindDistrict = (title: string, text: string) => string | null;

/** Prepares the names of a gazetteer's areas. The area named first in the title counts, else the one named most often. */
export function createDistrictFinder(areas: Gazetteer['areas']): FindDistrict {
  const areaOf = new Map<string, string>();
  for (const { name, aliases } of areas) for (const alias of [name, ...aliases]) areaOf.set(alias, name);
  const finder = createWordFinder(areaOf.keys());
  return (title, text) => {
    const inTitle = finder.find(title, title.length)[0];
    if (inTitle) return areaOf.get(inTitle.word) ?? null;
    const counts = new Map<string, number>();
    for (const { word } of finder.find(text, text.length)) {
      const area = areaOf.get(word) ?? '';
      counts.set(area, (counts.get(area) ?? 0) + 1);
    }
    let best: string | null = null;
    for (const [area, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = area;
    return best;
  };
}

/** Finds where it is: by the channel's word, the city's names, and the shape of addresses. Linear in what is read. */
export function findPlace(input: ClassifierInput, findDistrict: FindDistrict): FoundPlace {
  const title = input.title.slice(0, TITLE_UNITS);
  const text = input.text.slice(0, TEXT_UNITS);
  const first = (find: (part: string) => string | null): string | null => find(title) ?? find(text);
  return {
    district: district(input.district, title, text, findDistrict),
    street: first(street),
    road: first(road),
    estate: first(estate),
    number: first(houseNumber),
  };
}

function district(stated: ClassifierInput['district'], title: string, text: string, find: FindDistrict): string | null {
  const given = stated?.trim();
  if (given) return find(given, '') ?? given;
  const known = find(title, text);
  if (known) return known;
  const codes = [firstCode(title), firstCode(text)];
  const code = codes.find((found) => found?.precise) ?? codes.find((found) => found !== null);
  return code?.code ?? districtByName(title) ?? districtByName(text);
}
