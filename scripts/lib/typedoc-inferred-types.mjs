/**
 * A plugin of TypeDoc. The type of an options object is inferred from its schema, where each field has its comment once;
 * TypeDoc finds that comment through each of the schema's instances and warns of several. This warning says nothing here.
 */
export function load({ logger }) {
  const log = logger.log.bind(logger);
  logger.log = (message, level) => {
    if (!ABOUT_COMMENTS.test(message)) log(message, level);
  };
}

const ABOUT_COMMENTS = /has multiple declarations with a comment|The comments for \S+ are declared at/;
