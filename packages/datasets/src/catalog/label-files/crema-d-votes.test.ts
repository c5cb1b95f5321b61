import { SerError } from '@ser/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCremaDVotes } from './crema-d-votes.js';

it('divides a vote among emotions that are tied', () => {
  const text =
    'name\tintended\tvoice_vote\tvoice_level\n1001_DFA_HAP_XX\tH\tN\t75.25\n1001_ITH_ANG_XX\tA\tA:D\t39.00:89.00\n';
  expect([...parseCremaDVotes(text)]).toEqual([
    ['1001_DFA_HAP_XX', { votes: { neutral: 1 } }],
    ['1001_ITH_ANG_XX', { votes: { angry: 0.5, disgusted: 0.5 } }],
  ]);
});

it('reads the published summary, and the odd name with one X', () => {
  const text =
    '"","FileName","VoiceVote","VoiceLevel","FaceVote","FaceLevel","MultiModalVote","MultiModalLevel"\r\n' +
    '"1","1001_IEO_SAD_HI","N","60.14","A:F","30.67:51.00","F","63.5"\r\n' +
    '"2","1040_ITH_SAD_X","F:S","60:14","A","30","A","63.5"\r\n';
  expect([...parseCremaDVotes(text)]).toEqual([
    ['1001_IEO_SAD_HI', { votes: { neutral: 1 } }],
    ['1040_ITH_SAD_XX', { votes: { fearful: 0.5, sad: 0.5 } }],
  ]);
});

it('takes shares from published counts about the voice alone', () => {
  const text =
    '"","A","D","F","H","N","S","fileName","numResponses","agreement","emoVote"\n' +
    '"100001",0,1,0,3,6,0,"1001_IEO_HAP_LO",10,0.6,"N"\n' +
    '"200001",9,0,0,0,0,0,"1001_IEO_HAP_LO",9,1,"A"\n' +
    '"300001",0,9,0,0,0,0,"1001_IEO_HAP_LO",9,1,"D"\n';
  expect([...parseCremaDVotes(text)]).toEqual([
    ['1001_IEO_HAP_LO', { votes: { disgusted: 0.1, happy: 0.3, neutral: 0.6 } }],
  ]);
});

it.each([
  ['name\tvoice_vote\n1001_DFA_HAP_XX\tX', 'line 2: expected votes for A, D, F, H, N, S'],
  ['name\tvoice_vote\n\n1001_DFA_HAP_XX\tA:A', 'line 3: expected votes'],
  ['name\tvoice_vote\n../x\tA', 'line 2: expected a name such as'],
  ['name\tvote\n1001_DFA_HAP_XX\tA', 'line 1: expected columns'],
  ['"","A","D","F","H","N","S","fileName"\n"100001",0,0,0,0,0,0,"1001_IEO_HAP_LO"', 'line 2: expected votes'],
  ['"","A","D","F","H","N","S","fileName"\n"100001",1,-1,0,0,1,0,"1001_IEO_HAP_LO"', 'line 2: expected votes'],
  ['', 'line 1: expected columns'],
])('names the line that is damaged: %j', (text, message) => {
  expect(() => parseCremaDVotes(text)).toThrow(`CREMA-D votes, ${message}`);
});

it('gives shares with sum 1 or a typed error for any text', () => {
  const field = fc.oneof(fc.string(), fc.constantFrom('1001_DFA_ANG_XX', 'A', 'A:D', '100001', '0', '3'));
  const heading = fc.constantFrom('name\tvoice_vote', 'A\tD\tF\tH\tN\tS\tname');
  fc.assert(
    fc.property(heading, fc.array(fc.array(field)), (first, rows) => {
      try {
        const text = [first, ...rows.map((row) => row.join('\t'))].join('\n');
        for (const { votes = {} } of parseCremaDVotes(text).values()) {
          const sum = Object.values(votes).reduce((total, share) => total + share, 0);
          if (Math.abs(sum - 1) > 1e-12) return false;
        }
        return true;
      } catch (error) {
        return error instanceof SerError && error.code === 'INVALID_CORPUS';
      }
    }),
  );
});
