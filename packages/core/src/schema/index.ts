export { below } from './below.js';
export { checkFields, unknownField } from './check-fields.js';
export { fieldOf, fieldsOf } from './schema-fields.js';
export {
  asGiven,
  count,
  countOrZero,
  type Entries,
  finite,
  flag,
  fraction,
  list,
  notNegative,
  type Optional,
  optional,
  positive,
  type Schema,
  share,
  text,
  word,
} from './values.js';
