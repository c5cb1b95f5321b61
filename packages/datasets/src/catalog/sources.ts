import type { CorpusName } from './catalog.js';

/** An archive that a corpus is published as. */
export interface DownloadSource {
  readonly url: string;
  /** Size in bytes and checksum as published, if they are known. */
  readonly bytes?: number | undefined;
  readonly digest?: { readonly algorithm: 'md5' | 'sha256'; readonly hex: string } | undefined;
}

/** The official archives of the corpora that may be downloaded without a form. */
export const SOURCES: Readonly<Partial<Record<CorpusName, DownloadSource>>> = {
  emodb: { url: 'http://emodb.bilderbar.info/download/download.zip' },
  ravdess: {
    url: 'https://zenodo.org/records/1188976/files/Audio_Speech_Actors_01-24.zip?download=1',
    bytes: 208_468_073,
    digest: { algorithm: 'md5', hex: 'bc696df654c87fed845eb13823edef8a' },
  },
  tess: {
    url: 'https://borealisdata.ca/api/access/dataset/:persistentId/?persistentId=doi:10.5683/SP2/E8H2MF&format=original',
  },
};
