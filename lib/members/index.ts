/** Members: who belongs to a client and in which role, and how people are invited. */
export {
  acceptInvitation,
  acceptInvitationAs,
  invite,
  listInvitations,
  lookUpInvitation,
  resendInvitation,
  revokeInvitation,
} from './invitations.ts';
export {
  addMember,
  assertAnotherOwner,
  changeRole,
  listMembers,
  removeMember,
  setSecondFactorPolicy,
  transferOwnership,
} from './members.ts';
