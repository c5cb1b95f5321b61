import { printable, SerError, type TimeLimit } from '@ser/core';
import { io } from '@tensorflow/tfjs-core';
import { openModelFolder } from '#open-folder';
import { checkArtifacts, encodeModelFiles, readModelFiles } from './model-file.js';

const byteLength = (data: io.WeightData | undefined): number =>
  data === undefined ? 0 : io.CompositeArrayBuffer.join(data).byteLength;

function folderHandler(location: string, limit: TimeLimit): io.IOHandler {
  const folder = openModelFolder(location, limit);
  return {
    load: () => readModelFiles(folder),
    async save(artifacts) {
      if (!folder.write)
        throw new SerError('UNSUPPORTED_PLATFORM', `a model cannot be saved to ${printable(location)} from here`, {
          hint: 'In a browser save to indexeddb://name or downloads://name.',
        });
      await folder.write(encodeModelFiles(artifacts));
      return {
        modelArtifactsInfo: {
          dateSaved: new Date(),
          modelTopologyType: 'JSON',
          weightDataBytes: byteLength(artifacts.weightData),
        },
      };
    },
  };
}

/** The storages of a browser that tfjs itself opens. */
const TFJS_STORAGE = /^(indexeddb|localstorage|downloads):\/\//;

function storageHandler(place: string): io.IOHandler {
  const [handler] = [...io.getSaveHandlers(place), ...io.getLoadHandlers(place)] as io.IOHandler[];
  if (!handler) throw new SerError('UNSUPPORTED_PLATFORM', `the storage ${printable(place)} is not available here`);
  return handler;
}

/**
 * Returns the tfjs handler for a folder, a URL, one of tfjs' own storages, or a handler of the caller. What it loads is
 * checked.
 *
 * @param name name of the model in messages.
 * @param limit how long each file of a URL may take.
 */
export function modelHandler(place: string | io.IOHandler, name: string, limit: TimeLimit = {}): io.IOHandler {
  if (typeof place === 'string' && !TFJS_STORAGE.test(place)) return folderHandler(place, limit);
  const handler = typeof place === 'string' ? storageHandler(place) : place;
  return {
    ...(handler.save && { save: (artifacts) => handler.save!(artifacts) }),
    ...(handler.load && { load: async () => checkArtifacts(name, await handler.load!()) }),
  };
}
