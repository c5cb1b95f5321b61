import { describe, expect, it } from 'vitest';
import { CORPORA, type CorpusName } from './catalog.js';
import { isClip } from './definition.js';

// Names as they are in published lists of the files: the repositories of CREMA-D, nEMO and URDU, the manifests of EmoBox
// for the others, the archive of RAVDESS. Names only; nothing here is a recording.

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const two = (number: number): string => String(number).padStart(2, '0');
const words = (text: string): string[] => text.split(' ');

/** Paths of all files of a corpus, whose names fill a grid, or nearly so. */
const WHOLE: Partial<Record<CorpusName, () => string[]>> = {
  // Some are missing, some have more than one take, and speaker 1 is 01 in some; `s05 (3)` holds no sound.
  aesdd: () => {
    const missing = new Set(words('d18-5 f02-4 h11-3 s01-5 s05-3'));
    const twoDigits = new Set(words('d03-1 f10-1 f11-1 f12-1 f13-1'));
    const takes = 'a06 (5)b|d01 (5)b|d03 (5)b|d04 (5)b|f18 (5)b|s01 (5)a|s01 (5)b|s02 (5)b|s04 (5)b'.split('|');
    const grid = [...'adfhs'].flatMap((letter) =>
      range(20).flatMap((sentence) =>
        range(6)
          .filter((speaker) => !missing.has(`${letter}${two(sentence)}-${speaker}`))
          .map((speaker) => {
            const written = twoDigits.has(`${letter}${two(sentence)}-${speaker}`) ? two(speaker) : speaker;
            return `${letter}${two(sentence)} (${written})`;
          }),
      ),
    );
    const folders: Record<string, string> = { a: 'anger', d: 'disgust', f: 'fear', h: 'happiness', s: 'sadness' };
    return [...grid, ...takes].map((name) => `${folders[name.charAt(0)]}/${name}.wav`);
  },
  emovo: () =>
    words('f1 f2 f3 m1 m2 m3').flatMap((speaker) =>
      words('dis gio neu pau rab sor tri').flatMap((emotion) =>
        words('b1 b2 b3 d1 d2 l1 l2 l3 l4 n1 n2 n3 n4 n5').map(
          (sentence) => `EMOVO/${speaker}/${emotion}-${speaker}-${sentence}.wav`,
        ),
      ),
    ),
  cafe: () =>
    [
      ['C', 'Colère'],
      ['D', 'Dégoût'],
      ['J', 'Joie'],
      ['N', 'Neutre'],
      ['P', 'Peur'],
      ['S', 'Surprise'],
      ['T', 'Tristesse'],
    ].flatMap(([code, folder]) =>
      (code === 'N' ? [''] : ['Faible/', 'Fort/']).flatMap((strength) =>
        range(12).flatMap((actor) =>
          range(6).map(
            (sentence) =>
              `CaFE_48k/${folder}/${strength}${two(actor)}-${code}-${strength === 'Fort/' ? 2 : 1}-${sentence}.wav`,
          ),
        ),
      ),
    ),
  savee: () =>
    words('DC JE JK KL').flatMap((speaker) =>
      words('a d f h n sa su').flatMap((code) =>
        range(code === 'n' ? 30 : 15).map((sentence) => `AudioData/${speaker}/${code}${two(sentence)}.wav`),
      ),
    ),
  esd: () =>
    range(20).flatMap((speaker) =>
      words('Neutral Angry Happy Sad Surprise').flatMap((emotion, i) =>
        range(350).map((text) => {
          const name = String(speaker).padStart(4, '0');
          const part = text <= 20 ? 'evaluation' : text <= 50 ? 'test' : 'train';
          const file = `${name}_${String(350 * i + text).padStart(6, '0')}.wav`;
          return `Emotion Speech Dataset/${name}/${emotion}/${part}/${file}`;
        }),
      ),
    ),
  jl: () =>
    words('female1 female2 male1 male2').flatMap((speaker) =>
      words('angry anxious apologetic assertive concerned encouraging excited happy neutral sad').flatMap((emotion) =>
        range(15).flatMap((sentence) =>
          words('a_1 a_2 b_1 b_2').map(
            (take) =>
              `Raw JL corpus (unchecked and unannotated)/JL(wav+txt)/${speaker}_${emotion}_${sentence}${take}.wav`,
          ),
        ),
      ),
    ),
  subesco: () =>
    words(
      'F_01_OISHI F_02_MONIKA F_03_SMITA F_04_SWARNALI F_05_MOUNI F_06_SIMI F_07_TITHI F_08_JOYEETA F_09_CHAITY ' +
        'F_10_FAHMEE M_01_BASHIR M_02_NIPUN M_03_ILIAS M_04_BIBHAS M_05_DURANTO M_06_SHUKANTO M_07_SIBLY M_08_PRASUN ' +
        'M_09_SHUMANTA M_10_EVAN',
    ).flatMap((speaker) =>
      words('ANGRY DISGUST FEAR HAPPY NEUTRAL SAD SURPRISE').flatMap((emotion) =>
        range(10).flatMap((sentence) =>
          range(5).map((take) => `SUBESCO/${speaker}_S_${sentence}_${emotion}_${take}.wav`),
        ),
      ),
    ),
  'ravdess-song': () =>
    range(24)
      .filter((actor) => actor !== 18)
      .flatMap((actor) =>
        range(6).flatMap((emotion) =>
          range(emotion === 1 ? 1 : 2).flatMap((intensity) =>
            words('01-01 01-02 02-01 02-02').map(
              (take) => `Actor_${two(actor)}/03-02-${two(emotion)}-${two(intensity)}-${take}-${two(actor)}.wav`,
            ),
          ),
        ),
      ),
  // Speakers with their numbers of files, in the order of the numbers in the names.
  urdu: () =>
    [
      ['Angry', 'SM1*22 SM2*28 SM3*2 SM4*48'],
      ['Happy', 'SF1*12 SF2*2 SF3*2 SF4*4 SF5*4 SF6*14 SF7*6 SF8*2 SM17*2 SM18*2 SM19*2 SM3*2 SM5*8 SM6*10 SM7*28'],
      ['Neutral', 'SF9*4 SM20*10 SM21*4 SM22*2 SM3*8 SM5*72'],
      ['Sad', 'SF10*2 SF11*4 SM23*6 SM24*38 SM25*40 SM26*2 SM27*4 SM6*4'],
    ].flatMap(([emotion = '', speakers = '']) => {
      let number = 0;
      return words(speakers).flatMap((entry) => {
        const [speaker = '', count = ''] = entry.split('*');
        return range(Number(count)).map(
          (file) => `URDU-Dataset-master/${emotion}/${speaker}_F${file}_${emotion.charAt(0)}0${++number}.wav`,
        );
      });
    }),
};

/** How many clips there are of each emotion. */
const COUNTS: Partial<Record<CorpusName, Record<string, number>>> = {
  aesdd: { angry: 121, disgusted: 122, fearful: 120, happy: 119, sad: 122 },
  emovo: { angry: 84, disgusted: 84, fearful: 84, happy: 84, neutral: 84, sad: 84, surprised: 84 },
  cafe: { angry: 144, disgusted: 144, fearful: 144, happy: 144, neutral: 72, sad: 144, surprised: 144 },
  savee: { angry: 60, disgusted: 60, fearful: 60, happy: 60, neutral: 120, sad: 60, surprised: 60 },
  esd: { angry: 7000, happy: 7000, neutral: 7000, sad: 7000, surprised: 7000 },
  subesco: { angry: 1000, disgusted: 1000, fearful: 1000, happy: 1000, neutral: 1000, sad: 1000, surprised: 1000 },
  'ravdess-song': { angry: 184, calm: 184, fearful: 184, happy: 184, neutral: 92, sad: 184 },
  urdu: { angry: 100, happy: 100, neutral: 100, sad: 100 },
};

describe.each(Object.entries(WHOLE))('all names of %s', (name, paths) => {
  it('are clips of their own, as many as the card says', () => {
    const { card, parse } = CORPORA[name as CorpusName];
    const clips = paths().map((path) => {
      const parsed = parse(path);
      if (!isClip(parsed)) throw new Error(`${path}: ${parsed.skip}`);
      return parsed;
    });
    expect(new Set(clips.map(({ key }) => key)).size).toBe(clips.length);
    expect({ clips: clips.length, speakers: new Set(clips.map(({ speaker }) => speaker)).size }).toEqual(
      card.published,
    );
    const counts: Record<string, number> = {};
    for (const { emotion } of clips) counts[emotion] = (counts[emotion] ?? 0) + 1;
    const expected = COUNTS[name as CorpusName];
    if (expected) expect(counts).toEqual(expected);
    else expect(new Set(Object.values(counts))).toEqual(new Set([240]));
  });
});

/** Names that do not fill a grid, and odd ones, with the emotion each stands for. */
const SOME: readonly (readonly [CorpusName, string, string])[] = [
  ['aesdd', 'angry', 'anger/a03 (3).wav|anger/a06 (5).wav|anger/a06 (5)b.wav|anger/a20 (6).wav|a12 (2).wav'],
  ['aesdd', 'fearful', 'fear/f10 (01).wav|fear/f11 (01).wav|fear/f12 (01).wav|fear/f13 (01).wav|fear/f18 (5)b.wav'],
  ['aesdd', 'disgusted', 'disgust/d03 (01).wav|disgust/d03 (5)b.wav|disgust/d04 (5)b.wav|disgust/d01 (5)b.wav'],
  ['aesdd', 'sad', 'sadness/s01 (5)a.wav|sadness/s01 (5)b.wav|sadness/s02 (5)b.wav|sadness/s04 (5)b.wav'],
  ['aesdd', 'happy', 'Acted Emotional Speech Dynamic Database/happiness/h09 (6).wav|happiness/h20 (3).wav'],
  ['ased', 'angry', '05Angry/a5-02-01-01-33.wav|05Angry/a5-06-02-02-45.wav|05Angry/a5-07-02-02-65.wav'],
  ['ased', 'sad', '04Sad/S4-04-02-01-29.wav|04Sad/s4-06-02-02-06.wav|04Sad/s4-01-02-01-35.wav'],
  [
    'cafe',
    'disgusted',
    'CaFE_48k/D\u201ago\u2013t/Fort/10-D-2-1.wav|CaFE_48k/De\u0301gou\u0302t/Faible/12-D-1-6.wav|CaFE_192k_1/Dégoût/Fort/01-D-2-3.wav',
  ],
  ['crema-d', 'happy', 'AudioWAV/1022_IEO_HAP_LO.wav|AudioWAV/1060_ITH_HAP_XX.wav|AudioWAV/1015_IEO_HAP_HI.wav'],
  ['crema-d', 'angry', 'AudioWAV/1001_IEO_ANG_MD.wav|AudioMP3/1001_DFA_ANG_XX.mp3|AudioWAV/1091_WSI_ANG_XX.wav'],
  ['crema-d', 'sad', 'AudioWAV/1076_MTI_SAD_XX.wav|AudioWAV/1040_ITH_SAD_X.wav|AudioMP3/1002_IEO_SAD_HI.mp3'],
  ['emovo', 'disgusted', 'f2/dis-f2-b2.wav|m3/dis-m3-n5.wav|dis-f1-d2.wav'],
  ['esd', 'sad', '0003/Sad/0003_001051.wav|0003/Sad/0003_001400.wav|0020/Sad/test/0020_001051.wav'],
  ['mesd', 'happy', 'Happiness_F_A_de_nada.wav|Happiness_C_B_bebe.wav|Happiness_M_A_de_nada.wav'],
  [
    'mesd',
    'angry',
    'Mexican Emotional Speech Database (MESD)/Anger_M_A_por_favor.wav|Anger_C_A_basta_ya.wav|Anger_M_B_ira.wav',
  ],
  ['nemo', 'angry', 'samples/EB0_anger_1.wav|samples/EB0_anger_90.wav|nEMO-main/samples/MP0_anger_44.wav'],
  ['nemo', 'surprised', 'samples/WR0_surprised_64.wav|samples/TP0_surprised_1.wav'],
  ['savee', 'sad', 'ALL/DC_sa10.wav|ALL/JE_sa08.wav|KL_sa06.wav|AudioData/KL/sa06.wav'],
  ['savee', 'surprised', 'ALL/KL_su02.wav|DC/su03.wav'],
  ['shemo', 'fearful', 'female/F01F01.wav|female/F16F01.wav'],
  ['shemo', 'surprised', 'male/M20W04.wav|female/F22W02.wav|male/M56W01.wav'],
  ['shemo', 'neutral', 'male/M12N84.wav|female/F05N50.wav|M40N43.wav'],
  ['urdu', 'neutral', 'Neutral/SM5_F72_N0100.wav|Neutral/SF9_F1_N01.wav|Neutral/SM20_F10_N014.wav'],
];

it.each(SOME)('%s: names of clips that are %s', (name, emotion, paths) => {
  const parsed = paths.split('|').map((path) => CORPORA[name].parse(path));
  for (const clip of parsed) expect(clip).toMatchObject({ emotion });
});
