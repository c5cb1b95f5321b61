export { type CoefficientStatistics as Normalization, fitNormalization } from '@ser/models';
