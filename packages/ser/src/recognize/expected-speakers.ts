import { describeEnrollment, type Enrollable } from '@ser/models';

/** Returns a note for a model that was trained with enrolled speakers and is used without enrollment; undefined for other models. */
export function expectedSpeakers({ members }: Enrollable): string | undefined {
  const [enrollment] = members.flatMap((member) => member.enrollment ?? []);
  return (
    enrollment &&
    `this model expects speakers that are enrolled from ${describeEnrollment(enrollment)}, see ser enroll. ` +
      'Without enrollment, features are normalized by the statistics of all training speakers.'
  );
}
