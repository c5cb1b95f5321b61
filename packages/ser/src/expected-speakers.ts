import { describeEnrollment, type Enrollable } from '@ser/models';

/** What to say where a model that was trained with known speakers meets strangers; undefined for other models. */
export function expectedSpeakers({ members }: Enrollable): string | undefined {
  const [enrollment] = members.flatMap((member) => member.enrollment ?? []);
  return (
    enrollment &&
    `this model expects speakers that it knows by ${describeEnrollment(enrollment)}, see ser enroll. ` +
      'A stranger is normalized by the statistics of all.'
  );
}
