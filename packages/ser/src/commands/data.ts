import type { CommandDef } from 'citty';

/** The commands below `ser data`. */
export const DATA_COMMANDS: Readonly<Record<string, () => Promise<CommandDef>>> = {
  list: async () => (await import('./data-list.js')).dataList,
  info: async () => (await import('./data-info.js')).dataInfo,
  download: async () => (await import('./data-download.js')).dataDownload,
  verify: async () => (await import('./data-verify.js')).dataVerify,
  import: async () => (await import('./data-import.js')).dataImport,
};
