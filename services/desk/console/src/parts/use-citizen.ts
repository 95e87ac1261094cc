import { useTranslation } from 'react-i18next';
import type { PetitionRow } from '../../../src/api/schema.ts';

/** A citizen as lists show them: masked name and number, or that they stay anonymous. */
export function useCitizen(): (of: PetitionRow['citizen']) => string {
  const { t } = useTranslation();
  return ({ anonymous, name, phone }) => {
    const known = [name, phone].filter((part) => part).join(' ');
    return known || t(anonymous ? 'petition.anonymous' : 'petition.unnamed');
  };
}
