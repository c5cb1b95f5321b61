import h5wasm, { type File, type Group } from 'h5wasm';

/** Writes groups, attributes and datasets; missing parent groups are created. */
export interface Hdf5Writer {
  group(path: string): void;
  text(group: string, attribute: string, value: string): void;
  texts(group: string, attribute: string, values: readonly string[]): void;
  floats(path: string, values: Float32Array, shape: readonly number[]): void;
}

let files = 0;

function writerOf(file: File): Hdf5Writer {
  const group = (path: string): Group => {
    let at: Group = file;
    for (const part of path.split('/').filter((name) => name !== '')) {
      const inner = at.keys().includes(part) ? at.get(part) : at.create_group(part);
      at = inner as Group;
    }
    return at;
  };
  return {
    group,
    text: (path, name, value) => group(path).create_attribute(name, value),
    texts(path, name, values) {
      // Keras gives an empty list this type.
      if (values.length === 0) group(path).create_attribute(name, new Float64Array(0), [0]);
      else group(path).create_attribute(name, [...values]);
    },
    floats(path, data, shape) {
      const at = path.lastIndexOf('/');
      group(path.slice(0, at)).create_dataset({ name: path.slice(at + 1), data, shape: [...shape], dtype: '<f' });
    },
  };
}

/**
 * Runs `write` with the clock at zero. The HDF5 library stamps each object with the time and has no option to omit it;
 * h5py writes no times either. Without them, equal weights give equal files.
 */
function withoutClock(write: () => void): void {
  const { now } = Date;
  Date.now = () => 0;
  try {
    write();
  } finally {
    Date.now = now;
  }
}

/** Returns the bytes of an HDF5 file that `write` fills; equal contents give equal bytes. */
export async function writeHdf5(write: (writer: Hdf5Writer) => void): Promise<Uint8Array<ArrayBuffer>> {
  const { FS } = await h5wasm.ready;
  const name = `/ser-${files++}.h5`;
  withoutClock(() => {
    const file = new h5wasm.File(name, 'w');
    try {
      write(writerOf(file));
    } finally {
      file.close();
    }
  });
  const bytes = new Uint8Array(FS.readFile(name));
  FS.unlink(name);
  return bytes;
}
