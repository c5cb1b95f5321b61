/** The models that the package `ser` carries: what their cards say besides figures. */
export const MODELS = {
  open: {
    name: 'open',
    description: 'A residual 2-D CNN over log-mel bands for six emotions, trained on CREMA-D and EMO-DB',
    license:
      'CC BY 4.0 (credit: SER for TypeScript; CREMA-D, Cao et al. 2014, Open Database License 1.0 and Database Contents License 1.0; EMO-DB, Burkhardt et al. 2005)',
    licenseFile: 'CC BY 4.0',
    calibration: { corpus: 'ravdess' },
    calibrated: 'on RAVDESS, which trained nothing else here, so that 90 % of its clips reach the limit',
    notes: [],
    measured: { corpus: 'crema-d', heldOut: true },
    unseen: ['emovo', 'savee', 'ravdess', 'tess'],
    use: [
      'Intended for products and research that react to how a speaker sounds, with people who know that it listens, and for a few seconds of one voice at a time.',
      'Not intended for decisions about people (hiring, grading, policing, health), for finding out what somebody feels against their will, or for groups, singing and music.',
    ],
  },
  research: {
    name: 'research',
    description:
      'A residual 2-D CNN over log-mel bands for seven emotions: the model `open`, trained further on CREMA-D, EMO-DB, RAVDESS and TESS',
    license: 'CC BY-NC-SA 4.0, as RAVDESS; trained on TESS (CC BY-NC-ND 4.0) too: for non-commercial use only',
    licenseFile: 'CC BY-NC-SA 4.0',
    initial: 'open',
    calibration: { like: 'open' },
    calibrated: 'for `open` and are kept here',
    notes: ['The held-out speakers on whom its greatest distance was chosen include some that trained `open`.'],
    // Its held-out speakers trained the model that it begins with, so a corpus that trained neither is measured.
    measured: { corpus: 'savee', heldOut: false },
    unseen: ['emovo', 'savee'],
    use: [
      'Intended for research and other non-commercial use with a few seconds of one voice at a time.',
      'Not intended for decisions about people (hiring, grading, policing, health), for finding out what somebody feels against their will, or for groups, singing and music.',
    ],
  },
};

/** Limits that all models of this kind share. */
export const LIMITS = [
  'Acted speech only, in English and German: spontaneous, mixed or weak emotion is harder than these figures say.',
  'A majority of the CREMA-D clips were not heard as intended by its crowd: labels are what the actors meant.',
  'Noise and the band of telephones cost it answers: see the conditions in its card.',
  'An emotion in a voice is not a fact about a person.',
];
