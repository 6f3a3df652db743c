export { addMember, inviteAgain, inviteMember } from './add-member.js';
export { listMembers } from './list-members.js';
export { letInMembers, shutOutMembers } from './shut-out-members.js';
