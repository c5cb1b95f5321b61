import { SerError } from '@ser/core';
import { io } from '@tensorflow/tfjs-core';
import { openModelFolder } from '#open-folder';
import { encodeModelFiles, readModelFiles } from './model-file.js';

const byteLength = (data: io.WeightData | undefined): number =>
  data === undefined ? 0 : io.CompositeArrayBuffer.join(data).byteLength;

function folderHandler(location: string): io.IOHandler {
  const folder = openModelFolder(location);
  return {
    load: () => readModelFiles(folder),
    async save(artifacts) {
      if (!folder.write)
        throw new SerError('UNSUPPORTED_PLATFORM', `a model cannot be saved to ${location} from here`, {
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

/** The storages of a browser that tfjs itself knows. */
const TFJS_STORAGE = /^(indexeddb|localstorage|downloads):\/\//;

/** The tfjs handler for a folder, a URL, or one of tfjs' own storages; a handler is passed through. */
export function modelHandler(place: string | io.IOHandler): io.IOHandler {
  if (typeof place !== 'string') return place;
  if (!TFJS_STORAGE.test(place)) return folderHandler(place);
  const [handler] = [...io.getSaveHandlers(place), ...io.getLoadHandlers(place)] as io.IOHandler[];
  if (!handler) throw new SerError('UNSUPPORTED_PLATFORM', `${place} is a storage that is not available here`);
  return handler;
}
