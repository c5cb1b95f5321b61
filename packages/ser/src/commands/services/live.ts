import { Command, Option } from '@commander-js/extra-typings';
import { SerError } from '@ser/core';
import { untilStopped } from '../../cli/interrupt.js';
import { wholeNumber } from '../../cli/options.js';

/** The part of `@ser/live` that this command uses. That package needs this one, so that it is loaded if it is there. */
interface LivePackage {
  startLive(options: {
    readonly port: number;
    readonly open: boolean;
  }): Promise<{ readonly url: string; close(): Promise<void> }>;
}

/** The specifier is a variable so that nothing looks for a package that is optional. */
const LIVE = '@ser/live';

async function loadLive(): Promise<LivePackage> {
  try {
    return await import(LIVE);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new SerError('NOT_FOUND', 'the page is in the package @ser/live, which is not installed', {
      cause,
      hint: 'Install its tarball next to that of ser; in a clone of the project, run npm run build.',
    });
  }
}

/** `ser live --open` */
export const command = () =>
  new Command()
    .addOption(
      new Option('--port <n>', 'port; 0 takes a free one').argParser(wholeNumber('--port', 0, 65_535)).default(8600),
    )
    .option('--open', 'open the page in the browser')
    .action(async ({ port, open = false }) => {
      const { startLive } = await loadLive();
      const server = await startLive({ port, open });
      process.stdout.write(`Open ${server.url} in a browser. Nothing leaves this machine. Ctrl-C stops it.\n`);
      await untilStopped();
      await server.close();
    });
