/** Notifications: tells people and programs of a client about its incidents, by the rules of each destination. Adding a channel: see README.md. */
export { announce } from './announce.ts';
export { CHANNELS, channelOf } from './channels/index.ts';
export { deliverNext, dueDestinations } from './deliver.ts';
export { type DeliveryView, forgetOldDeliveries, listDeliveries, replayDelivery, sendTest } from './deliveries.ts';
export {
  addDestination,
  changeDestination,
  type DestinationView,
  getDestination,
  listDestinations,
  removeDestination,
  rotateSigningSecret,
} from './destinations.ts';
export { slackManifest } from './slack-manifest.ts';
