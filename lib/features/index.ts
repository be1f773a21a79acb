/** Features that the staff switch on and off, for the installation and for single clients. */
export { FEATURE_NAMES, FEATURES, type FeatureName } from './features.ts';
export {
  assertFeature,
  type ClientFeature,
  type FeatureState,
  featuresOf,
  featureTest,
  hasFeature,
  listFeatures,
  missingFeatures,
  switchFeature,
  switchFeatureOf,
} from './switches.ts';
