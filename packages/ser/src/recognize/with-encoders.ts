import { encoderOf } from '@ser/dsp';
import { type ProvideEncoderOptions, provideEncoder } from '@ser/encoders';
import { SerEnsemble, SerModel } from '@ser/models';

/** A model whose speech encoders are ready to run. */
export interface ReadyModel<Model extends SerModel | SerEnsemble = SerModel | SerEnsemble> {
  readonly model: Model;
  /** Frees the model, and the encoders that were opened for it. */
  dispose(): void;
}

/**
 * Gives a model the speech encoders that its front ends name; most name none.
 *
 * @param options where encoders are looked for, see `provideEncoder`. If they are not found, the model is disposed of.
 */
export async function withEncoders(model: SerModel | SerEnsemble, options: ProvideEncoderOptions): Promise<ReadyModel> {
  const opened = new Map<string, Awaited<ReturnType<typeof provideEncoder>>>();
  const close = (): void => {
    for (const encoder of opened.values())
      if (encoder !== options.encoder && 'dispose' in encoder) void encoder.dispose();
  };
  const ready = async (member: SerModel): Promise<SerModel> => {
    const wanted = encoderOf(member.frontEnd.config);
    if (!wanted) return member;
    const encoder = opened.get(wanted.sha256) ?? (await provideEncoder(wanted, options));
    opened.set(wanted.sha256, encoder);
    return member.withEncoder(encoder);
  };
  try {
    const members: SerModel[] = [];
    for (const member of model.members) members.push(await ready(member));
    const whole =
      opened.size === 0 ? model : model instanceof SerModel ? members[0]! : new SerEnsemble({ ...model, members });
    return {
      model: whole,
      dispose() {
        whole.dispose();
        close();
      },
    };
  } catch (error) {
    model.dispose();
    close();
    throw error;
  }
}
