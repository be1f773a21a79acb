/** Notifications: tells people and programs of a client about its incidents, by the rules of each destination. Adding a channel: see README.md. */
export { announce } from './announce.ts';
export { CHANNELS, channelOf } from './channels/index.ts';
export { pushPublicKey } from './channels/push.ts';
export { deliverNext, dueDestinations } from './deliver.ts';
export { type DeliveryView, deliveryStates, forgetOldDeliveries, listDeliveries, replayDelivery, sendTest } from './deliveries.ts';
export {
  addDestination,
  changeDestination,
  type DestinationView,
  getDestination,
  listDestinations,
  removeDestination,
  rotateSigningSecret,
} from './destinations.ts';
export { destinationExists } from './exists.ts';
export {
  addPushSubscription,
  changePushSubscription,
  listPushSubscriptions,
  type PushSubscriptionView,
  removePushSubscription,
  renewPushSubscription,
} from './push-subscriptions.ts';
export { receivePress } from './slack-interactions.ts';
export { slackManifest } from './slack-manifest.ts';
