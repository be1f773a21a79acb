// Written by scripts/list-routes.ts; routes.test.ts fails when a route is missing here.
import type { RouteHandler } from '#lib/api/index.ts';
import * as accountRecoveries from './account-recoveries/route.ts';
import * as addressConfirmations from './address-confirmations/route.ts';
import * as adminClientsByIdGraphRebuild from './admin/clients/[id]/graph-rebuild/route.ts';
import * as adminClientsByIdProvisioning from './admin/clients/[id]/provisioning/route.ts';
import * as adminClientsById from './admin/clients/[id]/route.ts';
import * as adminClientsByIdSuspension from './admin/clients/[id]/suspension/route.ts';
import * as adminClients from './admin/clients/route.ts';
import * as adminDeadLettersByIdReplay from './admin/dead-letters/[id]/replay/route.ts';
import * as adminDeadLettersById from './admin/dead-letters/[id]/route.ts';
import * as adminDeadLetters from './admin/dead-letters/route.ts';
import * as adminOverview from './admin/overview/route.ts';
import * as agentPackage from './agent-package/route.ts';
import * as apiKeysById from './api-keys/[id]/route.ts';
import * as apiKeys from './api-keys/route.ts';
import * as audit from './audit/route.ts';
import * as billingPortalSessions from './billing/portal-sessions/route.ts';
import * as billing from './billing/route.ts';
import * as changes from './changes/route.ts';
import * as checkoutSessions from './checkout-sessions/route.ts';
import * as clientIds from './client-ids/route.ts';
import * as clustersHeartbeat from './clusters/heartbeat/route.ts';
import * as clusters from './clusters/route.ts';
import * as deadLetters from './dead-letters/route.ts';
import * as defaultKey from './default-key/route.ts';
import * as diagnoses from './diagnoses/route.ts';
import * as emailVerifications from './email-verifications/route.ts';
import * as incidentsByIdDiagnoses from './incidents/[id]/diagnoses/route.ts';
import * as incidentsByIdFeedback from './incidents/[id]/feedback/route.ts';
import * as incidentsById from './incidents/[id]/route.ts';
import * as incidentsByIdSimilar from './incidents/[id]/similar/route.ts';
import * as incidentsAccuracy from './incidents/accuracy/route.ts';
import * as incidents from './incidents/route.ts';
import * as ingestByStream from './ingest/[stream]/route.ts';
import * as meAddress from './me/address/route.ts';
import * as meAuthentications from './me/authentications/route.ts';
import * as meClient from './me/client/route.ts';
import * as mePasskeyOptions from './me/passkey-options/route.ts';
import * as mePasskeysById from './me/passkeys/[id]/route.ts';
import * as mePasskeys from './me/passkeys/route.ts';
import * as mePassword from './me/password/route.ts';
import * as meProfile from './me/profile/route.ts';
import * as meRecoveryCodes from './me/recovery-codes/route.ts';
import * as me from './me/route.ts';
import * as meSecurity from './me/security/route.ts';
import * as meSessionsById from './me/sessions/[id]/route.ts';
import * as meSessions from './me/sessions/route.ts';
import * as meTotp from './me/totp/route.ts';
import * as onboardingPlan from './onboarding/plan/route.ts';
import * as onboarding from './onboarding/route.ts';
import * as overview from './overview/route.ts';
import * as passkeyChallenges from './passkey-challenges/route.ts';
import * as passwordResets from './password-resets/route.ts';
import * as provisioning from './provisioning/route.ts';
import * as resourcesByKey from './resources/[...key]/route.ts';
import * as resources from './resources/route.ts';
import * as sampleClusterFaultsByName from './sample-cluster/faults/[name]/route.ts';
import * as sampleCluster from './sample-cluster/route.ts';
import * as signup from './signup/route.ts';
import * as topology from './topology/route.ts';
import * as usage from './usage/route.ts';

/** Every operation of REST v1. */
export const allRoutes: readonly RouteHandler[] = [
  accountRecoveries.PUT,
  addressConfirmations.PUT,
  adminClientsByIdGraphRebuild.POST,
  adminClientsByIdProvisioning.POST,
  adminClientsById.GET,
  adminClientsById.DELETE,
  adminClientsByIdSuspension.PUT,
  adminClientsByIdSuspension.DELETE,
  adminClients.POST,
  adminClients.GET,
  adminDeadLettersByIdReplay.POST,
  adminDeadLettersById.GET,
  adminDeadLettersById.DELETE,
  adminDeadLetters.GET,
  adminOverview.GET,
  agentPackage.GET,
  apiKeysById.DELETE,
  apiKeys.GET,
  apiKeys.POST,
  audit.GET,
  billingPortalSessions.POST,
  billing.GET,
  changes.GET,
  checkoutSessions.POST,
  clientIds.GET,
  clustersHeartbeat.POST,
  clusters.GET,
  deadLetters.GET,
  defaultKey.POST,
  diagnoses.POST,
  emailVerifications.PUT,
  emailVerifications.POST,
  incidentsByIdDiagnoses.POST,
  incidentsByIdFeedback.POST,
  incidentsById.GET,
  incidentsByIdSimilar.GET,
  incidentsAccuracy.GET,
  incidents.GET,
  ingestByStream.POST,
  meAddress.PUT,
  meAuthentications.POST,
  meClient.PUT,
  mePasskeyOptions.POST,
  mePasskeysById.DELETE,
  mePasskeys.POST,
  mePassword.PUT,
  meProfile.GET,
  meProfile.PATCH,
  meRecoveryCodes.POST,
  me.GET,
  meSecurity.GET,
  meSessionsById.DELETE,
  meSessions.GET,
  meSessions.DELETE,
  meTotp.POST,
  meTotp.PUT,
  meTotp.DELETE,
  onboardingPlan.PUT,
  onboarding.GET,
  overview.GET,
  passkeyChallenges.POST,
  passwordResets.POST,
  passwordResets.PUT,
  provisioning.GET,
  resourcesByKey.GET,
  resources.GET,
  sampleClusterFaultsByName.PUT,
  sampleCluster.GET,
  sampleCluster.POST,
  sampleCluster.DELETE,
  signup.POST,
  topology.GET,
  usage.GET,
] as unknown as RouteHandler[];
