export { type CoefficientStatistics as Normalisation, fitNormalisation } from '@ser/models';
