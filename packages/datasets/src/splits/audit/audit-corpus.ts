import { personOf } from '../../corpus/collection.js';
import { byCodeUnits, type Corpus } from '../../corpus/corpus.js';
import type { Finding } from './finding.js';

/**
 * Looks for what no split and no training can make up for, before anything is trained:
 *
 * - a single emotion: there is nothing to tell apart, an error;
 * - a single speaker: results say nothing about other people;
 * - emotions that only one speaker shows: whether other people's are recognized cannot be measured.
 *
 * @returns the findings, each with a sentence for people; none if there are none.
 * @example
 * auditCorpus(corpus).map(({ message }) => message);
 * // ['only speaker 03 shows sad: whether it is recognized in other people cannot be measured']
 */
export function auditCorpus({ utterances, emotions }: Corpus): Finding[] {
  const findings: Finding[] = [];
  const [emotion] = emotions;
  if (emotions.length === 1)
    findings.push({
      kind: 'single-emotion',
      severity: 'error',
      items: [emotion!],
      message: `all utterances have the emotion ${emotion}: recognition needs two or more`,
    });
  const speakersWith = new Map<string, Map<string, string>>();
  const speakers = new Map<string, string>();
  for (const utterance of utterances) {
    const person = personOf(utterance);
    speakers.set(person, utterance.speaker);
    const people = speakersWith.get(utterance.emotion) ?? new Map<string, string>();
    speakersWith.set(utterance.emotion, people.set(person, utterance.speaker));
  }
  if (speakers.size === 1) {
    const [speaker] = speakers.values();
    findings.push({
      kind: 'single-speaker',
      severity: 'note',
      items: [speaker!],
      message: `all utterances are of speaker ${speaker}: results say nothing about other people`,
    });
    return findings;
  }
  for (const [name, people] of [...speakersWith].sort(([a], [b]) => byCodeUnits(a, b))) {
    const [speaker] = people.values();
    if (people.size > 1 || emotions.length === 1) continue;
    findings.push({
      kind: 'single-speaker-emotion',
      severity: 'note',
      items: [name],
      message: `only speaker ${speaker} shows ${name}: whether it is recognized in other people cannot be measured`,
    });
  }
  return findings;
}
