import type { ArgsDef, CommandDef } from 'citty';

/** Defines a command with typed options; what comes back has the general type that all commands share. */
export function command<const T extends ArgsDef>(definition: CommandDef<T>): CommandDef {
  return definition as unknown as CommandDef;
}
