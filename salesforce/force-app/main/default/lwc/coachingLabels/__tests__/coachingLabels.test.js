import { labels, say } from 'c/coachingLabels';

it('puts values into a label', () => expect(say('{0} of {1} minutes, {0}', 3, 24)).toBe('3 of 24 minutes, 3'));

it('has a word for each label', () => expect(Object.values(labels).filter((word) => !word)).toEqual([]));
