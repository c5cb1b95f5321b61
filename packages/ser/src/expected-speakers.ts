import { describeEnrolment, type Enrollable } from '@ser/models';

/** What to say where a model that was trained with known speakers meets strangers; undefined for other models. */
export function expectedSpeakers({ members }: Enrollable): string | undefined {
  const [enrolment] = members.flatMap((member) => member.enrolment ?? []);
  return (
    enrolment &&
    `this model expects speakers that it knows by ${describeEnrolment(enrolment)}, see ser enroll. ` +
      'A stranger is normalised by the statistics of all.'
  );
}
