import { useTranslation } from 'react-i18next';
import { useSession } from '../session.tsx';

/** What things are called, in the reader's language. */
export function useLabels() {
  const { t, i18n } = useTranslation();
  const { policy } = useSession();
  const classNames = new Map(policy.classes.map(({ id, names }) => [id as string, names[i18n.language]]));
  const units = new Map(policy.units.map(({ id, name }) => [id, name]));
  const lines = new Map(policy.lines.map(({ number, name }) => [number, name]));
  return {
    class: (id: string) => classNames.get(id) ?? t(`class.${id}`),
    unit: (id: string) => units.get(id) ?? id,
    line: (number: string) => lines.get(number) ?? number,
    // A channel of an adapter that this console does not know yet is shown by its id.
    channel: (id: string) => t(`channel.${id}`, { defaultValue: id }),
    subtype: (id: string | null) => (id ? t(`subtype.${id}`) : ''),
    topic: (path: string) => path.split('/').join(' › '),
    /** Who did something: a service has a name in the texts, a person is called as they are. */
    actor: (by: string) => t(`actor.${by}`, { defaultValue: by }),
  };
}
