import { script } from '@bomb.sh/tab';
import { Argument, Command } from '@commander-js/extra-typings';

/** `source <(ser complete bash)` */
export const command = () =>
  new Command()
    .addArgument(
      new Argument('<shell>', 'shell to complete commands in').choices(['bash', 'zsh', 'fish', 'powershell']),
    )
    .addHelpText(
      'after',
      `
For this session:  source <(ser complete bash)   (it uses bash-completion)
For all sessions:  echo 'source <(ser complete bash)' >> ~/.bashrc
In fish:           ser complete fish > ~/.config/fish/completions/ser.fish`,
    )
    .action((shell) => {
      script(shell, 'ser', 'ser');
      // Its script for bash leaves out that files may follow where the answer says so.
      if (shell === 'bash') process.stdout.write('complete -o default -F __ser_complete ser\n');
    });
