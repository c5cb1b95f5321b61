import { Command } from '@commander-js/extra-typings';

/** `ser template --name world` */
export const command = () =>
  new Command()
    .option('--name <name>', 'whom to greet', 'you')
    .action(({ name }) => void process.stdout.write(`Hello ${name}\n`));
